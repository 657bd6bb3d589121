import type { AuditEvent } from '@aoc/contracts';
import { lookUpOperation } from '../knowledge/look-up-operation';
import { counted, listed, plain } from '../text/markdown';
import type { Citations } from './citations';
import type { Counted, TallyField } from './evidence';
import { actorOf, personText, targetOf, timeOf, type AnswerInput } from './phrases';

const LINES = 10;

/** An event as one line of a list. */
export const eventLine = (event: AuditEvent, input: AnswerInput, cite: Citations): string =>
  `- ${timeOf(event, input.timeZone)}: ${plain(event.display_summary)} ${cite.of([event])}`;

/** The newest events, as far as they are in the sample; what two logs tell of the same moment in the same words is one line. */
export function newestLines(input: AnswerInput, cite: Citations, most = LINES): string[] {
  const lines = new Map<string, AuditEvent[]>();
  for (const event of [...input.evidence.events].reverse()) {
    const key = `${timeOf(event, input.timeZone)} ${event.display_summary}`;
    const same = lines.get(key);
    if (same) same.push(event);
    else if (lines.size < most) lines.set(key, [event]);
  }
  return [...lines.values()].flatMap(([first, ...others]) =>
    first ? [[eventLine(first, input, cite), cite.of(others, 2)].filter((part) => part !== '').join(' ')] : [],
  );
}

const VALUE_OF: Readonly<Record<TallyField, (event: AuditEvent) => string>> = {
  actor: (event) => actorOf(event).toLowerCase(),
  target: targetOf,
  operation: ({ operation }) => operation.replace(/\.$/, ''),
  service: ({ service }) => service,
  result: ({ result }) => result ?? '',
  day: ({ timestamp }) => timestamp.slice(0, 10),
};

/** Events of the sample with this value, newest first. */
export function eventsWith(input: AnswerInput, field: TallyField, value: string): AuditEvent[] {
  const of = VALUE_OF[field];
  const wanted = field === 'actor' ? value.toLowerCase() : value;
  return input.evidence.events.filter((event) => of(event) === wanted).reverse();
}

const shown = (field: TallyField, value: string, input: AnswerInput): string => {
  if (field === 'actor') return personText(value, input.evidence.names);
  return value === '' ? '(nothing named)' : `**${plain(value)}**`;
};

/** The most frequent values, each with its number and newest event. */
export function breakdownLines(input: AnswerInput, cite: Citations, field: TallyField, most = LINES): string[] {
  const { values, distinct } = input.evidence.tally.by[field];
  const lines = values.slice(0, most).map(({ value, count }: Counted) => {
    const events = eventsWith(input, field, value);
    return `- ${shown(field, value, input)}: ${count.toLocaleString('en')} ${cite.of(events.slice(0, 1))}`.trimEnd();
  });
  return distinct > most ? [...lines, `- and ${counted(distinct - most, 'other')}`] : lines;
}

/** `51 in UserManagement and 47 in AzureActiveDirectory`, with a word on records that exist twice. */
export function servicesText({ evidence: { tally } }: AnswerInput): string | null {
  const { values, distinct } = tally.by.service;
  if (values.length < 2) return null;
  const text = listed(values.slice(0, 5).map(({ value, count }) => `${count.toLocaleString('en')} in ${plain(value)}`));
  const rest = distinct > 5 ? ` (and ${counted(distinct - 5, 'other service')})` : '';
  const twice = values.some(({ value }) => value === 'AzureActiveDirectory') && values.some(({ value }) => DIRECTORY.has(value));
  return `By service: ${text}${rest}.${twice ? ' AzureActiveDirectory is the unified audit log, which records the same directory actions and sign-ins again.' : ''}`;
}
const DIRECTORY = new Set([
  'UserManagement',
  'GroupManagement',
  'RoleManagement',
  'ApplicationManagement',
  'Policy',
  'Device',
  'DirectoryManagement',
  'SignIn',
  'ProvisioningManagement',
]);

export function operationsText({ evidence: { tally } }: AnswerInput, most = 6): string | null {
  const { values, distinct } = tally.by.operation;
  if (values.length < 2) return null;
  const text = listed(values.slice(0, most).map(({ value, count }) => `${plain(value)} (${count.toLocaleString('en')})`));
  return `By operation: ${text}${distinct > most ? ` and ${counted(distinct - most, 'other')}` : ''}.`;
}

export const failuresOf = ({ evidence: { tally } }: AnswerInput): number =>
  tally.by.result.values.reduce((sum, { value, count }) => (isFailure(value) ? sum + count : sum), 0);

export const isFailure = (result: string | null): boolean =>
  result !== null && result !== '' && result !== 'success' && result !== 'unknownFutureValue';

/** How many failed, unless that is what was asked for. */
export function failuresText(input: AnswerInput, cite: Citations): string | null {
  const failed = failuresOf(input);
  if (failed === 0 || input.meaning.result !== null) return null;
  const events = input.evidence.events.filter(({ result }) => isFailure(result)).reverse();
  const { read, total } = input.evidence.tally;
  const among = read < total ? `of the newest ${read.toLocaleString('en')} failed` : 'of them failed';
  return `${counted(failed, among, among)} ${cite.of(events, 2)}.`;
}

/** Events that deserve attention whoever did it, one of each operation. */
export function notableLines(input: AnswerInput, cite: Citations, most = 5): string[] {
  const seen = new Set<string>();
  const notable = [...input.evidence.events].reverse().filter((event) => {
    const { level } = lookUpOperation(event.service, event.operation, event.display_category).knowledge;
    const key = VALUE_OF.operation(event);
    if ((level !== 'critical' && level !== 'sensitive') || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return notable.slice(0, most).map((event) => eventLine(event, input, cite));
}
