import type { Sequence } from '@aoc/contracts';
import { decision, entriesAround, minutes, type DecisionOptions, type WindowDecision } from './entries';
import type { WindowEntry } from './window-entry';

/** Most entries that a sequence looks at on each side of an event. */
export const MAX_SEQUENCE_ENTRIES = 250;

const stepsOf = (entry: WindowEntry): readonly number[] => entry.steps ?? [];

/** Earliest times at which steps `from`, `from+1`, … can be done one after the other, the first not before `start`. */
function earliest(entries: readonly WindowEntry[], from: number, count: number, start: number): number[] {
  const times = new Array<number>(count).fill(Number.POSITIVE_INFINITY);
  let after = start;
  for (let step = from; step < count; step++) {
    const next = entries.find((entry) => entry.at >= after && stepsOf(entry).includes(step));
    if (!next) break;
    times[step] = next.at;
    after = next.at;
  }
  return times;
}

/** Latest times at which steps …, `to-1`, `to` can be done one after the other, the last not after `end`. */
function latest(entries: readonly WindowEntry[], to: number, count: number, end: number): number[] {
  const times = new Array<number>(count).fill(Number.NEGATIVE_INFINITY);
  let before = end;
  for (let step = to; step >= 0; step--) {
    const previous = entries.findLast((entry) => entry.at <= before && stepsOf(entry).includes(step));
    if (!previous) break;
    times[step] = previous.at;
    before = previous.at;
  }
  return times;
}

/** Entries that take part, in order, in a complete sequence through the event at `step`, within one window. */
function orderedThrough(window: readonly WindowEntry[], event: WindowEntry, step: number, count: number): WindowEntry[] {
  const start = window[0]?.at ?? 0;
  const end = window.at(-1)?.at ?? 0;
  const fromStart = earliest(window, 0, count, start);
  const toEnd = latest(window, count - 1, count, end);
  const reachable = step === 0 || (fromStart[step - 1] ?? Number.POSITIVE_INFINITY) <= event.at;
  const finishes = step === count - 1 || (toEnd[step + 1] ?? Number.NEGATIVE_INFINITY) >= event.at;
  if (!reachable || !finishes) return [];
  const onward = earliest(window, step + 1, count, event.at);
  const backward = latest(window, step - 1, count, event.at);
  const lower = (at: number): number => (at === 0 ? start : at === step + 1 ? event.at : ((at < step ? fromStart : onward)[at - 1] ?? 0));
  const upper = (at: number): number =>
    at === count - 1 ? end : at === step - 1 ? event.at : ((at < step ? backward : toEnd)[at + 1] ?? 0);
  return window.filter(
    (entry) => entry === event || stepsOf(entry).some((at) => at !== step && entry.at >= lower(at) && entry.at <= upper(at)),
  );
}

/** Entries that together with the event at `step` cover all steps within one window, in whatever order. */
function unorderedThrough(window: readonly WindowEntry[], event: WindowEntry, step: number, count: number): WindowEntry[] {
  const covered = new Set(window.flatMap(stepsOf));
  if (covered.size < count) return [];
  return window.filter((entry) => entry === event || stepsOf(entry).some((at) => at !== step));
}

/**
 * Whether the event completes or joins a sequence: all steps within `window_minutes`, one after the other when `ordered` (events of
 * the same instant count in either order). An event may be several steps, but one event alone is no sequence. `entries` as for
 * `decideThreshold`; beyond 250 on either side the farthest are left out. The decision names all events of all complete sequences
 * through this one, so that the decisions together name the same events whatever the order in which they come.
 */
export function decideSequence(
  sequence: Sequence,
  entries: readonly WindowEntry[],
  event: WindowEntry,
  options: DecisionOptions = {},
): WindowDecision | null {
  const span = minutes(sequence.window_minutes);
  const count = sequence.steps.length;
  // Entries that outlived a change of the rule may name steps that it no longer has.
  const known = (entry: WindowEntry): WindowEntry => ({ ...entry, steps: stepsOf(entry).filter((step) => step < count) });
  const own = known(event);
  const around = entriesAround(entries.map(known), own, span, MAX_SEQUENCE_ENTRIES);
  const through = sequence.ordered ? orderedThrough : unorderedThrough;
  const members = new Set<WindowEntry>();
  for (const opening of around) {
    if (opening.at > own.at) break;
    const window = around.filter(({ at }) => at >= opening.at && at - opening.at <= span);
    for (const step of stepsOf(own)) for (const member of through(window, own, step, count)) members.add(member);
  }
  if (members.size < 2) return null;
  const involved = around.filter((entry) => members.has(entry));
  return decision(involved, involved.length, event, options);
}
