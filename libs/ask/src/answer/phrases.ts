import type { AuditEvent } from '@aoc/contracts';
import { counted, listed, plain } from '../text/markdown';
import { instantText, spanText } from '../understand/time-text';
import type { NamedPart, Understanding } from '../understand/understanding';
import type { Evidence, Tally } from './evidence';

/** What an answer is made from. */
export interface AnswerInput {
  meaning: Understanding;
  evidence: Evidence;
  /** IANA name; times in the answer are of this zone. */
  timeZone: string;
}

/** Key by which an actor is counted. */
export const actorOf = ({ actor_upn, actor_display }: Pick<AuditEvent, 'actor_upn' | 'actor_display'>): string =>
  actor_upn ?? actor_display ?? '';
/** What an event is about in the first place; empty when it names nothing. */
export const targetOf = ({ target_displays }: { target_displays: readonly string[] }): string => target_displays[0] ?? '';

/** `Kofi Iyer (kofi.iyer@…)` where a name is known. */
export function personText(key: string, names: Evidence['names']): string {
  if (key === '') return 'somebody whom the records do not name';
  const name = names.get(key.toLowerCase());
  return name === undefined || name.toLowerCase() === key.toLowerCase() ? `**${plain(key)}**` : `**${plain(name)}** (${plain(key)})`;
}

export const timeOf = (event: AuditEvent | null, zone: string): string => (event ? instantText(Date.parse(event.timestamp), zone) : '');
export const momentText = (instant: number, zone: string): string => instantText(instant, zone);

/** `in the last 7 days`, `on 12 Nov 2026`, `from … to …`. */
export function timeText({ meaning, timeZone }: Pick<AnswerInput, 'meaning' | 'timeZone'>): string {
  if (meaning.time === 'all') return 'in everything that is stored';
  if (meaning.time === 'default') return 'in the last 7 days';
  const text = spanText(meaning.span, timeZone);
  return text.includes(' to ') ? `from ${text}` : `on ${text}`;
}

const KIND: Readonly<Record<NamedPart['part'], string>> = { actor: 'by', target: 'on', any: 'concerning' };

function namedText({ kind, part, name, people }: NamedPart): string {
  if (kind === 'service') return `in ${plain(name)}`;
  const [first, second] = people;
  const who = first && second ? `${plain(name)} (${listed(people.map((person) => plain(person.name)))})` : plain(name);
  return `${KIND[part]} ${who}`;
}

/** `failed “sign-in” events by Magda Weber`; without the time and the number. */
export function subjectText(meaning: Understanding, many: boolean): string {
  const result = meaning.result === 'failure' ? 'failed ' : meaning.result === 'success' ? 'successful ' : '';
  const operation = meaning.named.find(({ kind }) => kind === 'operation');
  const label = meaning.action?.label ?? (operation ? operation.name : '');
  const event = many ? 'events' : 'event';
  const parts = meaning.named.filter(({ kind }) => kind !== 'operation').map(namedText);
  return [`${result}${label === '' ? '' : `“${plain(label)}” `}${event}`, ...parts].join(' ');
}

/** `98 “user deleted” events in the last 7 days`. */
export function totalText(input: AnswerInput, tally: Tally = input.evidence.tally, time = timeText(input)): string {
  const least = tally.completeness === 'partial' ? 'at least ' : '';
  return `${least}${tally.total.toLocaleString('en')} ${subjectText(input.meaning, tally.total !== 1)} ${time}`;
}

export const times = (count: number): string => (count === 1 ? 'once' : count === 2 ? 'twice' : counted(count, 'time'));

/** Sentences begin with a capital; names keep their own. */
export const sentence = (text: string): string => text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
