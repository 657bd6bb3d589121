import type { AuditEvent, CoverageVerdict } from '@aoc/contracts';
import { counted, listed, plain } from '../text/markdown';
import { WRITERS } from './by-type';
import { Citations } from './citations';
import { failuresOf } from './parts';
import { sentence, subjectText, timeOf, timeText, type AnswerInput } from './phrases';

/** An answer made of counts, without a language model. */
export interface ComposedAnswer {
  /** Markdown; `[1]` points to the first of {@link cited}. */
  text: string;
  cited: readonly AuditEvent[];
  /** Counts that the text rests on. */
  numbers: readonly { label: string; value: number }[];
  /** Names of people that the text and the counts hold. */
  people: readonly string[];
}

const SOURCES: Readonly<Record<string, string>> = {
  directory: 'the directory log',
  signin: 'the sign-in log',
  intune: 'the Intune log',
  unified: 'the unified audit log',
};

/** How far the stored events cover the asked time; null when they do. */
export function coverageText({ state, gaps }: CoverageVerdict, nothing: boolean): string | null {
  if (state === 'complete') return null;
  if (state === 'unknown') return '*No source has been fetched yet, so it is not known how complete the stored events are.*';
  const of = (kind: 'late' | 'missing'): string =>
    listed([...new Set(gaps.filter((gap) => gap.state === kind).map(({ source }) => SOURCES[source] ?? source))]);
  const late = of('late');
  const missing = of('missing');
  const parts = [late === '' ? '' : `${late} has not been read to the end`, missing === '' ? '' : `parts of ${missing} are missing`].filter(
    (part) => part !== '',
  );
  return `*Not everything of this time has been read: ${listed(parts)}.${nothing ? ' So that nothing was found does not mean that nothing happened.' : ' There may be more than is counted here.'}*`;
}

function nothingFound(input: AnswerInput, cite: Citations): string[] {
  const { meaning, evidence } = input;
  const { outside } = evidence;
  const what = `${subjectText(meaning, true)} ${timeText(input)}`;
  const lead = meaning.yesNo ? `**No.** There are no ${what}.` : meaning.type === 'how_many' ? `**0** ${what}.` : `There are no ${what}.`;
  const unknown = meaning.named.filter(({ kind }) => kind === 'name').map(({ name }) => plain(name));
  const tries = [
    outside === null && meaning.time !== 'all' ? 'ask about a longer time, for example “in the last 30 days”' : null,
    unknown.length > 0 ? `check how ${listed(unknown)} is written` : null,
    meaning.result !== null ? 'leave out whether it failed or succeeded' : null,
    meaning.named.length > 0 && meaning.action ? 'ask without the action or without the name' : null,
  ].filter((text) => text !== null);
  return [
    lead,
    ...(outside
      ? [`The newest one before that was on ${timeOf(outside, input.timeZone)}: ${plain(outside.display_summary)} ${cite.of([outside])}.`]
      : []),
    ...(tries.length > 0 ? [`What may help: ${listed(tries)}.`] : []),
  ];
}

function remarks({ meaning, evidence }: AnswerInput): (string | null)[] {
  const { tally } = evidence;
  const several = meaning.named.filter(({ people }) => people.length > 1);
  return [
    ...several.map(
      ({ name, people }) =>
        `*“${plain(name)}” can be ${listed(people.map((person) => `${plain(person.name)} (${plain(person.key)})`))}; all of them are counted. Name one for less.*`,
    ),
    meaning.excludedServices.length > 0 ? `*Without ${listed(meaning.excludedServices)}, since the question names none of them.*` : null,
    tally.completeness === 'sampled'
      ? `*The total is exact; names, breakdowns and failures are of the newest ${counted(tally.read, 'event')}.*`
      : null,
    tally.completeness === 'partial'
      ? `*More match than can be counted at once; the breakdown is of the newest ${counted(tally.read, 'event')}.*`
      : null,
    meaning.unused.length > 0
      ? `*Not understood and left out: ${listed(meaning.unused.slice(0, 8).map((word) => `“${plain(word)}”`))}.*`
      : null,
  ];
}

function numbersOf(input: AnswerInput): { label: string; value: number }[] {
  const { tally, second } = input.evidence;
  const among = tally.read < tally.total ? ` among the newest ${tally.read} events` : '';
  return [
    { label: 'matching events', value: tally.total },
    ...(second ? [{ label: 'matching events of the period compared with', value: second.total }] : []),
    input.meaning.result === 'failure'
      ? { label: 'failures', value: tally.total }
      : { label: `failures${among}`, value: failuresOf(input) },
    { label: `different actors${among}`, value: tally.by.actor.distinct },
    ...tally.by.actor.values
      .slice(0, 5)
      .map(({ value, count }) => ({ label: `events by ${value === '' ? 'nobody named' : value}${among}`, value: count })),
    ...tally.by.operation.values.slice(0, 5).map(({ value, count }) => ({ label: `events of ${value}${among}`, value: count })),
  ];
}

/** Words the evidence in plain English: the direct answer first, then what it rests on. Pure. */
export function composeAnswer(input: AnswerInput): ComposedAnswer {
  const { meaning, evidence } = input;
  if (meaning.declined) return { text: meaning.declined.text, cited: [], numbers: [], people: [] };
  const cite = new Citations();
  const empty = evidence.tally.total === 0 && (evidence.second?.total ?? 0) === 0;
  const type = meaning.type === 'declined' ? 'list' : meaning.type;
  const blocks = empty ? nothingFound(input, cite) : WRITERS[type](input, cite);
  const all = [...blocks, ...remarks(input), coverageText(evidence.coverage, empty)];
  const text = all
    .flatMap((block) => (block === null || block.length === 0 ? [] : [Array.isArray(block) ? block.join('\n') : sentence(block)]))
    .join('\n\n');
  const people = new Set([...evidence.names.values(), ...evidence.tally.by.actor.values.slice(0, 25).map(({ value }) => value)]);
  return { text, cited: cite.cited, numbers: numbersOf(input), people: [...people].filter((name) => name !== '').slice(0, 500) };
}
