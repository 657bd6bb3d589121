/** A stretch of time `[start, end)`, in milliseconds since 1970. */
export interface Interval {
  start: number;
  end: number;
}

/** The same instants as few, ordered, disjoint intervals; empty ones vanish. */
export function mergeIntervals(intervals: readonly Interval[]): Interval[] {
  const sorted = intervals.filter((i) => i.end > i.start).sort((a, b) => a.start - b.start);
  const merged: Interval[] = [];
  for (const next of sorted) {
    const last = merged.at(-1);
    if (last && next.start <= last.end) last.end = Math.max(last.end, next.end);
    else merged.push({ ...next });
  }
  return merged;
}

/** What of `range` no interval covers, oldest first. */
export function uncovered(range: Interval, covered: readonly Interval[]): Interval[] {
  const gaps: Interval[] = [];
  let at = range.start;
  for (const part of mergeIntervals(covered)) {
    if (part.end <= at) continue;
    if (part.start >= range.end) break;
    if (part.start > at) gaps.push({ start: at, end: part.start });
    at = part.end;
  }
  if (at < range.end) gaps.push({ start: at, end: range.end });
  return gaps;
}

/** The instants that all of the sets cover. */
export function commonIntervals(sets: readonly (readonly Interval[])[]): Interval[] {
  const [first, ...others] = sets;
  if (!first) return [];
  return others.reduce<Interval[]>(
    (common, set) =>
      common
        .flatMap((part) => set.map((i) => ({ start: Math.max(part.start, i.start), end: Math.min(part.end, i.end) })))
        .filter((i) => i.end > i.start),
    mergeIntervals(first),
  );
}

/** End of the stretch that is covered without a hole from `start` on; `start` itself when it is not covered. */
export function coveredUntil(start: number, covered: readonly Interval[]): number {
  const part = mergeIntervals(covered).find((i) => i.start <= start && i.end > start);
  return part ? part.end : start;
}

/** Pieces of at most `maxMs`, oldest first. */
export function splitInterval(interval: Interval, maxMs: number): Interval[] {
  const pieces: Interval[] = [];
  for (let start = interval.start; start < interval.end; start += maxMs) pieces.push({ start, end: Math.min(start + maxMs, interval.end) });
  return pieces;
}
