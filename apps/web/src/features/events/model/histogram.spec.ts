import type { Histogram } from '@aoc/contracts';
import { barsOf, gapsOf, rangeOf, seriesOf } from './histogram';

const histogram = (split: Histogram['split'], buckets: Histogram['buckets']): Histogram => ({
  start: '2026-03-01T00:00:00.000Z',
  end: '2026-03-01T04:00:00.000Z',
  interval_seconds: 3600,
  split,
  buckets,
  total: buckets.reduce((sum, bucket) => sum + bucket.count, 0),
  completeness: 'exact',
  counted_from: null,
  coverage: { state: 'complete', gaps: [] },
});
const hour = (index: number, count: number, values?: Record<string, number>) => ({
  start: `2026-03-01T0${index}:00:00.000Z`,
  count,
  values,
});

describe('histogram', () => {
  it('bars reach up to the highest one and end before the next begins', () => {
    const bars = barsOf(histogram(null, [hour(0, 5), hour(1, 10), hour(2, 0)]));
    expect(bars.map((bar) => bar.segments[0]?.height)).toEqual([0.5, 1, undefined]);
    expect(rangeOf(bars, 1, 0)).toEqual({ start: '2026-03-01T00:00:00.000Z', end: '2026-03-01T01:59:59.999Z' });
  });
  it('what is not listed is other, and nothing is lost', () => {
    const values = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`S${index}`, 9 - index]));
    const split = histogram('service', [hour(0, 50, values)]);
    const series = seriesOf(split);
    expect(series.map(({ name }) => name)).toEqual(['S0', 'S1', 'S2', 'S3', 'S4', 'S5', 'other']);
    expect(series.reduce((sum, { count }) => sum + count, 0)).toBe(50);
    expect(barsOf(split)[0]?.segments.reduce((sum, { count }) => sum + count, 0)).toBe(50);
  });
  it('colours results by what they mean', () => {
    const colours = seriesOf(histogram('result', [hour(0, 3, { success: 2, failure: 1 })]));
    expect(colours).toEqual([
      { name: 'success', count: 2, colour: 'var(--good)' },
      { name: 'failure', count: 1, colour: 'var(--bad)' },
    ]);
  });
  it('gaps are cut to what is shown, and merged', () => {
    const gap = (start: string, end: string) => ({ source: 'unified' as const, state: 'late' as const, start, end });
    const gaps = [
      gap('2026-03-01T03:00:00.000Z', '2026-03-02T00:00:00.000Z'),
      gap('2026-03-01T02:00:00.000Z', '2026-03-01T03:30:00.000Z'),
      gap('2026-02-01T00:00:00.000Z', '2026-02-02T00:00:00.000Z'),
    ];
    expect(gapsOf(histogram(null, []), { state: 'partial', gaps })).toEqual([{ from: 0.5, to: 1 }]);
  });
});
