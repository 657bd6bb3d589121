import fc from 'fast-check';
import { mergeIntervals, uncovered, type Interval } from './intervals';
import { planSlices, type SlicePlanInput } from './plan-slices';

const NOW = 100_000;
const covered = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: NOW }), fc.integer({ min: 0, max: 30_000 }))
    .map(([start, length]): Interval => ({ start, end: Math.min(NOW, start + length) })),
  { maxLength: 6 },
);
const input: fc.Arbitrary<SlicePlanInput> = fc.record(
  {
    now: fc.constant(NOW),
    since: fc.integer({ min: 0, max: NOW }),
    covered,
    overlapMs: fc.integer({ min: 0, max: 20_000 }),
    maxAgeMs: fc.integer({ min: 1000, max: 120_000 }),
    maxSliceMs: fc.integer({ min: 500, max: 30_000 }),
    requestedMs: fc.integer({ min: 1, max: 120_000 }),
    earlyMs: fc.integer({ min: 0, max: 5000 }),
  },
  { requiredKeys: ['now', 'since', 'covered', 'overlapMs', 'maxAgeMs', 'maxSliceMs'] },
);

describe('planning slices', () => {
  it('covers all that is due after the run, as far as the API still has it', () => {
    fc.assert(
      fc.property(input, (plan) => {
        const slices = planSlices(plan);
        const from = Math.max(plan.since, NOW - plan.maxAgeMs);
        expect(uncovered({ start: from, end: NOW }, [...plan.covered, ...slices])).toEqual([]);
      }),
    );
  });

  it('reads the overlap before the end of what is covered again', () => {
    fc.assert(
      fc.property(input, (plan) => {
        const last = mergeIntervals(plan.covered).at(-1);
        if (!last) return;
        const from = Math.max(plan.since, NOW - plan.maxAgeMs, last.end - plan.overlapMs);
        expect(uncovered({ start: from, end: NOW }, planSlices(plan))).toEqual([]);
      }),
    );
  });

  it('reads what a person asked for, although it has been read', () => {
    fc.assert(
      fc.property(input, (plan) => {
        if (plan.requestedMs === undefined) return;
        const from = Math.max(NOW - plan.requestedMs, NOW - plan.maxAgeMs);
        expect(uncovered({ start: from, end: NOW }, planSlices(plan))).toEqual([]);
      }),
    );
  });

  it('gives short slices that do not overlap, none older than the API keeps, none in the future', () => {
    fc.assert(
      fc.property(input, (plan) => {
        const slices = planSlices(plan);
        for (const { start, end } of slices) {
          expect(end - start).toBeGreaterThan(0);
          expect(end - start).toBeLessThanOrEqual(plan.maxSliceMs);
          expect(start).toBeGreaterThanOrEqual(NOW - plan.maxAgeMs);
          expect(end).toBeLessThanOrEqual(NOW);
        }
        const ordered = [...slices].sort((a, b) => a.start - b.start);
        ordered.forEach((slice, n) => expect(slice.start).toBeGreaterThanOrEqual(ordered[n - 1]?.end ?? -Infinity));
      }),
    );
  });

  it('goes from old to new, only a short newest slice may go first', () => {
    fc.assert(
      fc.property(input, (plan) => {
        const slices = planSlices(plan);
        const [first, second] = slices;
        if (!first || !second) return;
        const early = first.start > second.start;
        if (early) expect(first.end - first.start).toBeLessThanOrEqual(plan.earlyMs ?? 0);
        const rest = early ? slices.slice(1) : slices;
        expect(rest).toEqual([...rest].sort((a, b) => a.start - b.start));
      }),
    );
  });

  it('reads nothing twice in a quiet run without overlap', () => {
    const plan = { now: NOW, since: 0, covered: [{ start: 0, end: NOW - 10 }], overlapMs: 0, maxAgeMs: NOW, maxSliceMs: 1000 };
    expect(planSlices(plan)).toEqual([{ start: NOW - 10, end: NOW }]);
  });
});
