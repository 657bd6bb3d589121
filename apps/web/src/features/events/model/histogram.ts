import type { CoverageVerdict, Histogram } from '@aoc/contracts';
import { outcomeOf } from '../../../shared/outcome';
import { serviceColour } from '../../../shared/service-colour';

/** One stacked bar: segments from the bottom up, `height` as a share of the highest bar. */
export interface Bar {
  start: string;
  /** Last instant that belongs to the bar, inclusive as the API's `end` is. */
  end: string;
  count: number;
  segments: { name: string; count: number; height: number }[];
}
export interface Series {
  name: string;
  count: number;
  colour: string;
}

const OTHER = 'other';
const MAX_SERIES = 6;
const PLAIN = 'var(--accent)';

function colourOf(split: string | null, name: string): string {
  if (name === OTHER || split === null) return name === OTHER ? 'var(--line-strong)' : PLAIN;
  if (split === 'service') return serviceColour(name);
  return { good: 'var(--good)', bad: 'var(--bad)', neutral: 'var(--faint)' }[outcomeOf(name)];
}

/** The values with the most events, each with its colour, the rest as `other`; one series when nothing is split. */
export function seriesOf({ buckets, split, total }: Histogram): Series[] {
  if (split === null) return [{ name: 'events', count: total, colour: PLAIN }];
  const sums = new Map<string, number>();
  for (const { values = {} } of buckets) for (const [name, count] of Object.entries(values)) sums.set(name, (sums.get(name) ?? 0) + count);
  const ranked = [...sums].toSorted(([, a], [, b]) => b - a);
  const named = ranked.slice(0, MAX_SERIES);
  const rest = buckets.reduce((sum, bucket) => sum + bucket.count, 0) - named.reduce((sum, [, count]) => sum + count, 0);
  const all = rest > 0 ? [...named, [OTHER, rest] as const] : named;
  return all.map(([name, count]) => ({ name, count, colour: colourOf(split, name) }));
}

/** The bars of a histogram in the order of time. */
export function barsOf(histogram: Histogram): Bar[] {
  const series = seriesOf(histogram);
  const top = Math.max(1, ...histogram.buckets.map((bucket) => bucket.count));
  return histogram.buckets.map((bucket) => {
    const named = series.filter(({ name }) => name !== OTHER);
    const counts = named.map(({ name }) => ({ name, count: histogram.split === null ? bucket.count : (bucket.values?.[name] ?? 0) }));
    const rest = bucket.count - counts.reduce((sum, { count }) => sum + count, 0);
    const all = rest > 0 ? [...counts, { name: OTHER, count: rest }] : counts;
    const end = new Date(Date.parse(bucket.start) + histogram.interval_seconds * 1000 - 1).toISOString();
    return {
      start: bucket.start,
      end,
      count: bucket.count,
      segments: all.filter(({ count }) => count > 0).map(({ name, count }) => ({ name, count, height: count / top })),
    };
  });
}

/** Stretches that are not covered, as shares of the time shown; what overlaps becomes one. */
export function gapsOf({ start, end }: Pick<Histogram, 'start' | 'end'>, { gaps }: CoverageVerdict): { from: number; to: number }[] {
  const [first, span] = [Date.parse(start), Math.max(1, Date.parse(end) - Date.parse(start))];
  const share = (instant: string) => Math.min(1, Math.max(0, (Date.parse(instant) - first) / span));
  const merged: { from: number; to: number }[] = [];
  for (const gap of gaps.map((one) => ({ from: share(one.start), to: share(one.end) })).toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (gap.to <= gap.from) continue;
    if (last && gap.from <= last.to) last.to = Math.max(last.to, gap.to);
    else merged.push(gap);
  }
  return merged;
}

/** The time that bars `a` to `b` (in any order) cover. */
export function rangeOf(bars: Bar[], a: number, b: number): { start: string; end: string } | null {
  const [first, last] = [bars[Math.min(a, b)], bars[Math.max(a, b)]];
  return first && last ? { start: first.start, end: last.end } : null;
}
