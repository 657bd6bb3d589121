const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Widths of a histogram's intervals that people can read, in milliseconds. */
const WIDTHS = [
  1000,
  5000,
  15_000,
  30_000,
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  7 * DAY,
  30 * DAY,
  90 * DAY,
  365 * DAY,
] as const;

/** Most intervals of one histogram. */
export const MAX_BUCKETS = 500;

/** Intervals of one width that together contain a range; boundaries are multiples of the width since 1970. Milliseconds, end exclusive. */
export interface Buckets {
  start: number;
  end: number;
  width: number;
}

/** The widest set of readable intervals with at least about `wanted` of them, or of `width` as asked, never more than {@link MAX_BUCKETS}. */
export function bucketsFor(start: number, end: number, wanted: number, width?: number): Buckets {
  const span = Math.max(1, end - start);
  const least = span / (MAX_BUCKETS - 1);
  const readable = WIDTHS.find((candidate) => candidate >= Math.max(least, span / wanted)) ?? Math.ceil(least / DAY) * DAY;
  const chosen = width === undefined ? readable : Math.max(width, Math.ceil(least / 1000) * 1000);
  return { start: Math.floor(start / chosen) * chosen, end: (Math.floor(end / chosen) + 1) * chosen, width: chosen };
}

export const bucketOf = (time: number, { width }: Buckets): number => Math.floor(time / width) * width;
