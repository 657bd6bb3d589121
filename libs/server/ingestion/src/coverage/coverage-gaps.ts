import type { CoverageGap, FetchedSource } from '@aoc/contracts';
import { uncovered, type Interval } from './intervals';

export interface CoverageQuestion {
  source: FetchedSource;
  /** Asked time in milliseconds; `start` null: from the beginning of what is wanted of the source. */
  start: number | null;
  end: number;
  since: number;
  covered: readonly Interval[];
  now: number;
  /** The newest stretch that no run can have read yet. */
  graceMs: number;
  maxAgeMs: number;
}

/** Holes shorter than this are the rounding of clocks, not missing records. */
const TOLERANCE_MS = 1000;

/**
 * Stretches of the asked time that have not been read. One that the API no longer has, or that lies before what was ever
 * wanted, is `missing`; the others are `late`.
 */
export function coverageGaps(q: CoverageQuestion): CoverageGap[] {
  const end = Math.min(q.end, q.now - q.graceMs);
  const start = q.start ?? q.since;
  const gone = Math.max(q.now - q.maxAgeMs, q.since);
  return uncovered({ start, end }, q.covered)
    .flatMap((gap) => [
      { start: gap.start, end: Math.min(gap.end, gone), state: 'missing' as const },
      { start: Math.max(gap.start, gone), end: gap.end, state: 'late' as const },
    ])
    .filter((gap) => gap.end - gap.start > TOLERANCE_MS)
    .map((gap) => ({
      source: q.source,
      start: new Date(gap.start).toISOString(),
      end: new Date(gap.end).toISOString(),
      state: gap.state,
    }));
}
