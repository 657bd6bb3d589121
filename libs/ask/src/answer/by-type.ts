import type { AuditEvent, ModifiedProperty, QuestionType } from '@aoc/contracts';
import { changeTexts } from '../explain/changes';
import { counted, listed, plain } from '../text/markdown';
import type { Span } from '../understand/calendar';
import { spanText } from '../understand/time-text';
import type { Citations } from './citations';
import {
  breakdownLines,
  eventLine,
  eventsWith,
  failuresOf,
  failuresText,
  newestLines,
  notableLines,
  operationsText,
  servicesText,
} from './parts';
import { actorOf, momentText, personText, sentence, subjectText, timeOf, times, timeText, totalText, type AnswerInput } from './phrases';

/** Paragraphs and lists of an answer; null ones are left out. */
type Blocks = (string | null | string[])[];
type Writer = (input: AnswerInput, cite: Citations) => Blocks;

const headed = (title: string, lines: string[]): string | null => (lines.length === 0 ? null : `${title}\n\n${lines.join('\n')}`);
const PEOPLE = 10;

function whoDidIt(input: AnswerInput, cite: Citations): Blocks {
  const { tally, names } = input.evidence;
  const { values, distinct } = tally.by.actor;
  const [first] = values;
  if (first && distinct === 1) {
    const events = eventsWith(input, 'actor', first.value);
    return [
      `${sentence(personText(first.value, names))}, ${times(first.count)}: the last was on ${momentText(first.newest, input.timeZone)} ${cite.of(events.slice(0, 1))}.`,
    ];
  }
  return [
    `${counted(distinct, 'person or service', 'people or services')} did this, most often ${first ? personText(first.value, names) : ''}.`,
    headed('Who, and how often:', breakdownLines(input, cite, 'actor', PEOPLE)),
  ];
}

/** Those to whom it was done, and by whom. */
function toWhom(input: AnswerInput, cite: Citations): Blocks {
  const { values, distinct } = input.evidence.tally.by.target;
  const lines = values.slice(0, 25).map(({ value, count }) => {
    const events = eventsWith(input, 'target', value);
    const by = [...new Set(events.map(actorOf))].slice(0, 3).map((key) => personText(key, input.evidence.names));
    const name = value === '' ? '(nobody named)' : `**${plain(value)}**`;
    const at = events[0] ? `, last on ${timeOf(events[0], input.timeZone)}` : '';
    return `- ${name}: ${times(count)}${at}${by.length > 0 ? `, by ${listed(by)}` : ''} ${cite.of(events.slice(0, 1))}`.trimEnd();
  });
  if (distinct > 25) lines.push(`- and ${counted(distinct - 25, 'other')}`);
  const [only] = values;
  const lead =
    distinct === 1 && only
      ? `${only.value === '' ? 'Somebody whom the records do not name' : `**${plain(only.value)}**`}.`
      : `${distinct.toLocaleString('en')} in all:`;
  return [lead, lines];
}

const who: Writer = (input, cite) => [
  ...(input.meaning.who === 'target' ? toWhom(input, cite) : whoDidIt(input, cite)),
  `In total ${totalText(input)}.`,
  failuresText(input, cite),
  operationsText(input),
  servicesText(input),
  headed('Newest:', newestLines(input, cite, 5)),
];

const howMany: Writer = (input, cite) => {
  const { tally, first, last } = input.evidence;
  return [
    `**${tally.completeness === 'partial' ? 'At least ' : ''}${tally.total.toLocaleString('en')}** ${subjectText(input.meaning, tally.total !== 1)} ${timeText(input)}.`,
    failuresText(input, cite),
    tally.by.target.distinct > 0 && tally.by.target.distinct < tally.total && namesTargets(input)
      ? `They concern ${counted(tally.by.target.distinct, 'different target')}.`
      : null,
    operationsText(input),
    servicesText(input),
    headed('Done by:', breakdownLines(input, cite, 'actor', 5)),
    first && last
      ? `The first was on ${timeOf(first, input.timeZone)} ${cite.of([first])}, the last on ${timeOf(last, input.timeZone)} ${cite.of([last])}.`
      : null,
  ];
};
const namesTargets = ({ evidence }: AnswerInput): boolean => evidence.tally.by.target.values.some(({ value }) => value !== '');
const when =
  (which: 'first' | 'last'): Writer =>
  (input, cite) => {
    const { first, last, tally } = input.evidence;
    const [asked, other] = which === 'first' ? [first, last] : [last, first];
    const differs = other && asked && other.dedupe_key !== asked.dedupe_key;
    return [
      asked ? `On **${timeOf(asked, input.timeZone)}**: ${plain(asked.display_summary)} ${cite.of([asked])}.` : null,
      differs
        ? `That was the ${which} of ${totalText(input)}; the ${which === 'first' ? 'last' : 'first'} was on ${timeOf(other, input.timeZone)} ${cite.of([other])}.`
        : `It is the only one: ${totalText(input)}.`,
      failuresText(input, cite),
      tally.total > 2
        ? headed(which === 'first' ? 'The newest:' : 'The ones before:', newestLines(input, cite, 6).slice(which === 'first' ? 0 : 1))
        : null,
    ];
  };

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Of a value that is an object only the members that differ: a policy as a whole is too long to see what changed in it. */
const membersOf = (change: ModifiedProperty): ModifiedProperty[] => {
  const { property, old, new: current } = change;
  if (!isObject(old) || !isObject(current)) return [change];
  const keys = [...new Set([...Object.keys(old), ...Object.keys(current)])];
  return keys
    .filter((key) => JSON.stringify(old[key]) !== JSON.stringify(current[key]))
    .flatMap((key) => membersOf({ property: `${property}.${key}`, old: old[key], new: current[key] }));
};
const changesIn = (event: AuditEvent, input: AnswerInput): string[] =>
  changeTexts(
    event.targets.map((target) => ({ ...target, modified: target.modified.flatMap(membersOf) })),
    input.evidence.names,
  );

function changesOf(event: AuditEvent, input: AnswerInput, cite: Citations): string[] {
  const changes = changesIn(event, input);
  return [eventLine(event, input, cite), ...changes.slice(0, 6).map((text) => `  - ${text}`)];
}

const whatChanged: Writer = (input, cite) => {
  const newest = [...input.evidence.events].reverse();
  const changed = newest.filter((event) => changesIn(event, input).length > 0);
  const chosen = (changed.length > 0 ? changed : newest).slice(0, 8);
  return [
    changed.length > 0
      ? `The newest changes are listed with their old and new values. In total ${totalText(input)}.`
      : `The records name no old and new values. In total ${totalText(input)}.`,
    chosen.flatMap((event) => changesOf(event, input, cite)),
    headed('Changed by:', breakdownLines(input, cite, 'actor', 5)),
    operationsText(input),
    failuresText(input, cite),
  ];
};

const failures: Writer = (input, cite) => {
  const failed = input.meaning.result === 'failure' ? input.evidence.tally.total : failuresOf(input);
  if (failed === 0) return [`None of ${totalText(input)} failed.`];
  return [
    sentence(`${totalText(input)}.`),
    headed('Who met them:', breakdownLines(input, cite, 'actor', 5)),
    operationsText(input),
    servicesText(input),
    headed('Newest failures:', newestLines(input, cite, 6)),
  ];
};

const whatHappened: Writer = (input, cite) => {
  const keys = new Set(input.meaning.named.flatMap(({ keys: own }) => own.map((key) => key.toLowerCase())));
  const own = input.evidence.tally.by.actor.values
    .filter(({ value }) => keys.has(value.toLowerCase()))
    .reduce((sum, { count }) => sum + count, 0);
  const { total, read } = input.evidence.tally;
  const person = input.meaning.named.some(({ kind, name, part }) => part === 'any' && (kind === 'person' || name.includes('@')));
  return [
    sentence(`${totalText(input)}.`),
    person && read === total
      ? `${own.toLocaleString('en')} of them were done by that person, ${(total - own).toLocaleString('en')} by others.`
      : null,
    failuresText(input, cite),
    operationsText(input),
    servicesText(input),
    headed('Done by:', breakdownLines(input, cite, 'actor', 5)),
    headed('Worth a look:', notableLines(input, cite)),
    headed('Newest:', newestLines(input, cite, 6)),
  ];
};

const activity: Writer = (input, cite) => [
  sentence(`${totalText(input)}.`),
  headed('What was done:', breakdownLines(input, cite, 'operation', 10)),
  failuresText(input, cite),
  servicesText(input),
  headed('Worth a look:', notableLines(input, cite)),
  headed('Newest:', newestLines(input, cite, 5)),
];

const top: Writer = (input, cite) => {
  const { field, count } = input.meaning.top ?? { field: 'operation' as const, count: 10 };
  const [first] = input.evidence.tally.by[field].values;
  const name = first
    ? field === 'actor'
      ? personText(first.value, input.evidence.names)
      : `**${plain(first.value === '' ? '(nothing named)' : first.value)}**`
    : '';
  return [
    first ? `${sentence(name)} comes first, with ${first.count.toLocaleString('en')} of ${totalText(input)}.` : null,
    headed(
      { actor: 'By person or service:', target: 'By target:', operation: 'By operation:', service: 'By service:', day: 'By day:' }[field],
      breakdownLines(input, cite, field, count),
    ),
    failuresText(input, cite),
  ];
};

const list: Writer = (input, cite) => {
  const total = sentence(`${totalText(input)}.`);
  return [
    input.meaning.yesNo ? `**Yes.** ${total}` : total,
    ...(input.meaning.who === 'target' ? toWhom(input, cite).slice(1) : [headed('Done by:', breakdownLines(input, cite, 'actor', 5))]),
    failuresText(input, cite),
    operationsText(input),
    servicesText(input),
    input.meaning.who === 'target' ? null : headed('Newest:', newestLines(input, cite)),
  ];
};

const whenText = (span: Span, { timeZone }: AnswerInput): string => {
  const text = spanText(span, timeZone);
  return text.includes(' to ') ? `from ${text}` : `on ${text}`;
};

const compare: Writer = (input, cite) => {
  const { tally, second } = input.evidence;
  if (!second || !input.meaning.second) return howMany(input, cite);
  const difference = tally.total - second.total;
  const share =
    second.total > 0
      ? ` (${difference > 0 ? '+' : '−'}${Math.abs(Math.round((100 * difference) / second.total)).toLocaleString('en')} %)`
      : '';
  const verdict =
    difference === 0
      ? 'As many as before'
      : `**${counted(Math.abs(difference), difference > 0 ? 'more' : 'fewer', difference > 0 ? 'more' : 'fewer')}**${share}`;
  const before = new Map(second.by.operation.values.map(({ value, count }) => [value, count]));
  const moved = tally.by.operation.values
    .map(({ value, count }) => ({ value, count, before: before.get(value) ?? 0 }))
    .sort((a, b) => Math.abs(b.count - b.before) - Math.abs(a.count - a.before))
    .slice(0, 5);
  return [
    `${verdict}: ${tally.total.toLocaleString('en')} ${subjectText(input.meaning, tally.total !== 1)} ${whenText(input.meaning.span, input)}, against ${second.total.toLocaleString('en')} ${whenText(input.meaning.second, input)}.`,
    headed(
      'Where it differs most:',
      moved.map(({ value, count, before: old }) =>
        `- ${plain(value)}: ${count.toLocaleString('en')}, before ${old.toLocaleString('en')} ${cite.of(eventsWith(input, 'operation', value).slice(0, 1))}`.trimEnd(),
      ),
    ),
    headed('Most active in the first period:', breakdownLines(input, cite, 'actor', 5)),
  ];
};

const FINDINGS: Readonly<Record<AnswerInput['evidence']['findings'][number]['kind'], (what: string, by: string, count: number) => string>> =
  {
    critical: (what, by, count) => `Sensitive operation ${what}, ${times(count)}${by}`,
    burst: (what, by, count) => `${counted(count, 'event')} of ${what} within an hour${by}`,
    failures: (what, by, count) => `${counted(count, 'failure')} of ${what}${by}`,
    new_operation: (what, by, count) => `${what} was recorded for the first time, ${times(count)}${by}`,
    new_actor: (_what, by, count) => `Seen for the first time, with ${counted(count, 'event')}${by}`,
    night: (what, by, count) => `${what} between 22:00 and 06:00, ${times(count)}${by}`,
  };

const unusual: Writer = (input, cite) => {
  const { findings, names } = input.evidence;
  if (findings.length === 0)
    return [
      `Nothing stands out among ${totalText(input)}: no sensitive operations, bursts, runs of failures or first occurrences.`,
      headed('Newest:', newestLines(input, cite, 3)),
    ];
  const lines = findings.map(({ kind, operation, actor, count, events }) => {
    const what = operation === null ? 'events' : `**${plain(operation)}**`;
    return `- ${FINDINGS[kind](what, actor === null ? '' : `, by ${personText(actor, names)}`, count)} ${cite.of(events)}`;
  });
  return [
    `${counted(findings.length, 'thing')} to look at among ${totalText(input)}.`,
    lines,
    'What is listed is rare, sensitive or sudden; whether it was meant, only the people concerned can say.',
  ];
};

/** How an answer of each type is written; all of them have at least one match. */
export const WRITERS: Readonly<Record<Exclude<QuestionType, 'declined'>, Writer>> = {
  who,
  what_happened: whatHappened,
  how_many: howMany,
  when_first: when('first'),
  when_last: when('last'),
  what_changed: whatChanged,
  failures,
  unusual,
  compare,
  top,
  admin_activity: activity,
  list,
};
