import { accessByValues, anyOf, type Clause } from './clause';
import type { ResolvedQuery } from './event-plan';
import { planPage } from './page-plan';

const values = (field: string, of: readonly string[], events: number): Clause => ({
  filter: { [field]: { $in: of } },
  events,
  label: field,
  access: accessByValues(`by_${field}`, field, of),
});
const failed: Clause = { filter: { result: 'failure' }, events: 100_000, label: 'failed', access: { index: 'by_result', ordered: true } };
const query = (clauses: Clause[], more: Partial<ResolvedQuery> = {}): ResolvedQuery => ({ clauses, total: 1_000_000, ...more });

describe('the plan of a page', () => {
  it('reads a page of each value where walking or sorting would read much more', () => {
    const start = new Date('2026-03-01T00:00:00Z');
    expect(planPage(query([values('service', ['A', 'B', 'C'], 10_000)], { start }), 24)).toMatchObject({
      pageHint: 'by_service',
      pageCost: 3 * 24 + 2 * 24 * 10 + 3 * 100,
      branches: ['A', 'B', 'C'].map((service) => ({ service, timestamp: { $gte: start } })),
    });
  });

  it('reads a page of each value where a walk would find one as soon if matches came evenly, but may not for days', () => {
    const rare = values('operation', ['A', 'B', 'C', 'D', 'E', 'F'], 13_600);
    expect(planPage(query([rare]), 24)).toMatchObject({ pageHint: 'by_operation', pageCost: 6 * 24 + 5 * 24 * 10 + 6 * 100 });
    expect((24 * 1_000_000) / 13_600).toBeLessThan(6 * 24 + 5 * 24 * 10 + 6 * 100);
  });

  it('keeps the other conditions in each of the reads', () => {
    const { branches } = planPage(query([values('service', ['A', 'B'], 5000), failed]), 24);
    expect(branches).toEqual([
      { service: 'A', result: 'failure' },
      { service: 'B', result: 'failure' },
    ]);
  });

  it.each<[string, Clause[]]>([
    ['most events match', [values('service', ['A', 'B', 'C'], 900_000)]],
    ['few events match', [values('service', ['A', 'B', 'C'], 500)]],
    ['another condition is rarer', [values('service', ['A', 'B', 'C'], 10_000), { ...failed, events: 30 }]],
    ['there are many values', [values('service', 'ABCDEFGHI'.split(''), 10_000)]],
    ['nobody knows how many match', [{ ...values('service', ['A', 'B'], 1), events: null }]],
    ['there is one value', [values('service', ['A'], 10_000)]],
  ])('reads once when %s', (_case, clauses) => {
    expect(planPage(query(clauses), 24).branches).toBeNull();
  });

  it('takes alternatives of one field for its values', () => {
    const one = (service: string): Clause => ({ ...values('service', [service], 4000), filter: { service } });
    expect(anyOf([one('A'), one('B')], 'either').access).toEqual({
      index: 'by_service',
      ordered: false,
      branches: [{ service: 'A' }, { service: 'B' }],
    });
  });
});
