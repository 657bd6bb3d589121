import type { KnowledgeLevel } from '../knowledge/operation-knowledge';
import { code, counted, instant, plain } from '../text/markdown';
import { LITTLE_HISTORY, type Familiarity, type Habits } from './habits';

/** `usual`: nothing new; `mixed`: something new; `unusual`: to be looked into; `unknown`: too little is stored to say. */
export type Verdict = 'usual' | 'mixed' | 'unusual' | 'unknown';

/** What is new about the event, the most telling first. */
export type Novelty = 'country' | 'operation' | 'burst' | 'address' | 'application' | 'hour';

const isNew = (known: Familiarity | null): boolean => known !== null && known.times === 0 && known.of >= LITTLE_HISTORY;

export function noveltiesOf(habits: Habits): Novelty[] {
  if (habits.total < LITTLE_HISTORY) return [];
  const found: [Novelty, boolean][] = [
    ['country', isNew(habits.country)],
    ['operation', habits.didBefore === false],
    ['burst', habits.burst],
    ['address', isNew(habits.address)],
    ['application', isNew(habits.application)],
    ['hour', habits.hours?.within === false],
  ];
  return found.filter(([, holds]) => holds).map(([novelty]) => novelty);
}

const WEIGHTY: readonly KnowledgeLevel[] = ['sensitive', 'critical'];

export function verdictOf(habits: Habits | null, level: KnowledgeLevel): Verdict {
  if (habits === null || habits.total < LITTLE_HISTORY) return 'unknown';
  const novelties = noveltiesOf(habits);
  if (novelties.length === 0) return 'usual';
  const weighty =
    novelties.includes('country') || (WEIGHTY.includes(level) && (novelties.includes('operation') || novelties.includes('burst')));
  return weighty || novelties.length > 1 ? 'unusual' : 'mixed';
}

const LEADS: Record<Verdict, string> = {
  usual: '**Usual for this actor.**',
  mixed: '**Mostly usual for this actor, but not in everything.**',
  unusual: '**Unusual for this actor: look into it.**',
  unknown: '**Too little is stored to say whether it is usual.**',
};

function familiar(known: Familiarity | null, shown: (value: string) => string, what: string, many: string): string[] {
  if (known === null || known.of < LITTLE_HISTORY) return [];
  const value = shown(known.value);
  if (known.times > 0)
    return [`The ${what} ${value} is known: ${counted(known.times, 'earlier event')} of ${known.of.toLocaleString('en')} came with it.`];
  return [`The ${what} ${value} is new for this actor, who used ${counted(known.distinct, what, many)} before.`];
}

const twoDigits = (hour: number): string => String(hour).padStart(2, '0');

function hoursText({ hours }: Habits, at: Date): string[] {
  if (!hours) return [];
  const range = `${twoDigits(hours.from)}:00 and ${twoDigits(hours.to)}:59 UTC`;
  const time = `${twoDigits(at.getUTCHours())}:${twoDigits(at.getUTCMinutes())} UTC`;
  return hours.within
    ? [`The hour is usual: this actor mostly works between ${range}.`]
    : [`${time} is outside the usual hours of this actor, who mostly works between ${range}.`];
}

function hourText({ withinHour, sameOperation, burst }: Habits): string[] {
  if (withinHour > 0 && withinHour === sameOperation)
    return [sameOperation === 1 ? 'That was within the hour before.' : 'All of these were within the hour before: it began then.'];
  return burst ? [`${withinHour.toLocaleString('en')} of these were within the hour before.`] : [];
}

function operationText({ complete, from, total, sameOperation, lastSameOperation, didBefore }: Habits): string {
  const newest = `the newest ${counted(total, 'event')} of theirs, which reach back to ${instant(from)}`;
  if (lastSameOperation)
    return `Before this, the same actor did it ${sameOperation === 1 ? 'once' : counted(sameOperation, 'time')} ${complete ? `since ${instant(from)}` : `among ${newest}`}, last at ${instant(lastSameOperation)}.`;
  if (didBefore) return `The same actor did this before within 30 days, but not among ${newest}.`;
  if (didBefore === null) return `The same actor did not do this among ${newest}; earlier ones were not read.`;
  const others = `${counted(total, 'other event')} of theirs ${total === 1 ? 'is' : 'are'} stored`;
  return complete
    ? `Before this, the same actor did not do it since ${instant(from)}, although ${others}.`
    : `The same actor did not do this in the 30 days before, although more than ${others}.`;
}

/** Whether the event is usual for its actor, with the numbers that say so. */
export function typicalText(habits: Habits | null, level: KnowledgeLevel, at: Date): string {
  const lead = LEADS[verdictOf(habits, level)];
  if (habits === null) return `${lead} The record does not say who did it.`;
  if (habits.total === 0) return `${lead} No earlier event of this actor is stored since ${instant(habits.from)}.`;
  const few =
    habits.total < LITTLE_HISTORY
      ? [`Only ${counted(habits.total, 'earlier event')} of this actor ${habits.total === 1 ? 'is' : 'are'} stored.`]
      : [];
  return [
    lead,
    ...few,
    operationText(habits),
    ...hourText(habits),
    ...familiar(habits.address, (ip) => code(ip), 'address', 'addresses'),
    ...familiar(habits.country, (name) => plain(name), 'country', 'countries'),
    ...familiar(habits.application, (name) => plain(name), 'application', 'applications'),
    ...hoursText(habits, at),
  ].join(' ');
}
