import fc from 'fast-check';
import { commonIntervals, coveredUntil, mergeIntervals, splitInterval, uncovered, type Interval } from './intervals';

const MAX = 60;
const interval = fc
  .tuple(fc.integer({ min: 0, max: MAX }), fc.integer({ min: 0, max: MAX }))
  .map(([a, b]): Interval => ({ start: Math.min(a, b), end: Math.max(a, b) }));
const intervals = fc.array(interval, { maxLength: 8 });
const has = (set: readonly Interval[], at: number): boolean => set.some((i) => i.start <= at && at < i.end);
const instants = Array.from({ length: MAX + 1 }, (_, n) => n);

describe('intervals', () => {
  it('merging keeps the same instants, ordered and apart', () => {
    fc.assert(
      fc.property(intervals, (set) => {
        const merged = mergeIntervals(set);
        expect(instants.filter((at) => has(merged, at))).toEqual(instants.filter((at) => has(set, at)));
        merged.forEach((part, n) => expect(part.start).toBeGreaterThan(merged[n - 1]?.end ?? -1));
      }),
    );
  });

  it('what is uncovered and what is covered make up the range', () => {
    fc.assert(
      fc.property(interval, intervals, (range, set) => {
        const gaps = uncovered(range, set);
        for (const at of instants) expect(has(gaps, at)).toBe(has([range], at) && !has(set, at));
      }),
    );
  });

  it('common instants are those of every set', () => {
    fc.assert(
      fc.property(fc.array(intervals, { minLength: 1, maxLength: 4 }), (sets) => {
        const common = commonIntervals(sets);
        for (const at of instants) expect(has(common, at)).toBe(sets.every((set) => has(set, at)));
      }),
    );
  });

  it('is covered without a hole until the first uncovered instant', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MAX }), intervals, (start, set) => {
        const until = coveredUntil(start, set);
        for (let at = start; at < until; at += 1) expect(has(set, at)).toBe(true);
        expect(has(set, until)).toBe(false);
      }),
    );
  });

  it('pieces follow each other and are short enough', () => {
    fc.assert(
      fc.property(interval, fc.integer({ min: 1, max: 20 }), (whole, max) => {
        const pieces = splitInterval(whole, max);
        expect(pieces.every((p) => p.end - p.start <= max && p.end > p.start)).toBe(true);
        expect(mergeIntervals(pieces)).toEqual(mergeIntervals([whole]));
      }),
    );
  });
});
