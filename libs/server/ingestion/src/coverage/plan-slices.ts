import { mergeIntervals, splitInterval, uncovered, type Interval } from './intervals';

/** Everything in milliseconds; instants since 1970. */
export interface SlicePlanInput {
  now: number;
  /** Start of what is wanted of the source; before it nothing is expected. */
  since: number;
  covered: readonly Interval[];
  /** Part before the end of what is covered that is read again, because records arrive late. */
  overlapMs: number;
  maxAgeMs: number;
  maxSliceMs: number;
  /** A person wants this much to be read (again). */
  requestedMs?: number;
  /** What of that has been read for this request already. */
  requestedRead?: readonly Interval[];
  /** Length of the newest slice that goes first while much is missing, so that people see something early. */
  earlyMs?: number;
}

/**
 * The slices that a run reads: every hole from `since` on that the API still has, the overlap, what is new, and what was asked for.
 * Oldest first, since old records are lost first; only the newest short slice goes ahead of a long backfill.
 * Slices touch at most, and none is older than the API keeps or longer than it allows.
 */
export function planSlices(input: SlicePlanInput): Interval[] {
  const { now, covered, maxSliceMs } = input;
  const oldest = now - input.maxAgeMs;
  const wantedFrom = Math.max(oldest, input.requestedMs === undefined ? input.since : Math.min(input.since, now - input.requestedMs));
  const due = uncovered({ start: Math.max(oldest, input.since), end: now }, covered);
  const last = mergeIntervals(covered).findLast((i) => i.start < now);
  if (last) due.push({ start: Math.max(wantedFrom, Math.min(last.end, now) - input.overlapMs), end: now });
  if (input.requestedMs !== undefined)
    due.push(...uncovered({ start: Math.max(oldest, now - input.requestedMs), end: now }, input.requestedRead ?? []));
  const ordered = mergeIntervals(due);
  const early = input.earlyMs ?? 0;
  const total = ordered.reduce((sum, i) => sum + i.end - i.start, 0);
  const newest = ordered.at(-1);
  if (!newest || early <= 0 || newest.end - newest.start <= early || total <= maxSliceMs)
    return ordered.flatMap((i) => splitInterval(i, maxSliceMs));
  const head = { start: newest.end - Math.min(early, maxSliceMs), end: newest.end };
  const rest = [...ordered.slice(0, -1), { start: newest.start, end: head.start }];
  return [head, ...rest.flatMap((i) => splitInterval(i, maxSliceMs))];
}
