import { eventIndex } from '../event.schema';
import { accessByValues, anyOf, negated, type Clause } from './clause';
import type { ResolvedQuery } from './event-plan';
import { planPage } from './page-plan';

/** A condition on values of which the first is the most frequent one. */
const values = (field: string, of: readonly string[], events: number, most = events / of.length): Clause => ({
  filter: { [field]: { $in: of } },
  events,
  label: field,
  access: accessByValues(`by_${field}`, field, of, { value: of[0], events: most }),
});
const failed: Clause = { filter: { result: 'failure' }, events: 100_000, label: 'failed', access: { index: 'by_result', ordered: true } };
const query = (clauses: Clause[], more: Partial<ResolvedQuery> = {}): ResolvedQuery => ({ clauses, total: 1_000_000, ...more });

describe('the plan of a page', () => {
  it('is read in two parts where walking or sorting would read much more', () => {
    const timestamp = { $gte: new Date('2026-03-01T00:00:00Z') };
    const plan = planPage(query([values('service', ['A', 'B', 'C'], 10_000, 8000)], { start: timestamp.$gte }), 24);
    expect(plan).toMatchObject({
      pageHint: 'by_service',
      parts: { first: { service: 'A', timestamp }, rest: { service: { $in: ['B', 'C'] }, timestamp } },
      pageCost: (24 * 10_000) / 8000 + 24 * 10 + 200 + 3 * 10,
    });
  });

  it('is read in two parts where a walk would find one as soon if matches came evenly, but may not for days', () => {
    const { pageCost, pageHint, parts } = planPage(query([values('operation', ['A', 'B', 'C', 'D', 'E', 'F'], 60_000)]), 24);
    expect([pageHint, pageCost]).toEqual(['by_operation', 6 * 24 + 24 * 10 + 200 + 6 * 10]);
    expect(parts).not.toBeNull();
    expect((24 * 1_000_000) / 60_000).toBeLessThan(pageCost);
  });

  it('keeps the other conditions in both parts', () => {
    expect(planPage(query([values('service', ['A', 'B'], 5000), failed]), 24).parts).toEqual({
      first: { service: 'A', result: 'failure' },
      rest: { service: 'B', result: 'failure' },
    });
  });

  it.each<[string, Clause[]]>([
    ['most events match', [values('service', ['A', 'B', 'C'], 900_000)]],
    ['few events match', [values('service', ['A', 'B', 'C'], 500)]],
    ['another condition is rarer', [values('service', ['A', 'B', 'C'], 10_000), { ...failed, events: 30 }]],
    [
      'there are very many values',
      [
        values(
          'service',
          Array.from({ length: 900 }, (_, n) => `S${n}`),
          100_000,
          30_000,
        ),
      ],
    ],
    ['no value fills a page', [values('service', ['A', 'B', 'C'], 60, 23)]],
    ['nobody knows how many match', [{ ...values('service', ['A', 'B'], 1), events: null }]],
    ['there is one value', [values('service', ['A'], 10_000)]],
  ])('reads once when %s', (_case, clauses) => {
    expect(planPage(query(clauses), 24).parts).toBeNull();
  });

  it('takes alternatives of one field for its values', () => {
    const one = (service: string, events: number): Clause => ({
      filter: { service },
      events,
      label: service,
      access: { index: 'by_service', ordered: true },
    });
    const parts = (...clauses: Clause[]) => anyOf(clauses, 'either').access;
    const frequent = { value: 'B', events: 5000 };
    expect(parts(one('A', 4000), one('B', 5000))).toEqual(accessByValues('by_service', 'service', ['A', 'B'], frequent));
    expect(parts(one('A', 4000), values('service', ['B', 'C'], 9000, 5000))).toMatchObject({
      parted: { frequent, first: { service: 'B' }, rest: { service: { $in: ['A', 'C'] } }, values: 3 },
    });
    expect(parts(one('A', 4000), { ...one('B', 5000), events: null })).toEqual({ index: 'by_service', ordered: false });
  });

  describe('of what failed of one service', () => {
    const all = 1_000_000;
    const exchange: Clause = {
      filter: { service: 'Exchange' },
      events: 100_000,
      counted: { field: 'service', values: ['Exchange'] },
      label: 'service',
      access: { index: eventIndex.service, ordered: true },
    };
    const success: Clause = {
      filter: { result: 'success' },
      events: 900_000,
      counted: { field: 'result', values: ['success'] },
      label: 'result',
      access: { index: eventIndex.result, ordered: true },
    };
    const unsuccessful = negated(success, all);
    const timeout: Clause = { ...success, filter: { result: 'timeout' }, events: 5000, counted: { field: 'result', values: ['timeout'] } };

    it('is bounded by the key of both, and keeps both conditions', () => {
      for (const failed of [unsuccessful, timeout])
        expect(planPage(query([exchange, failed]), 24)).toMatchObject({
          pageHint: eventIndex.lookup,
          countHint: eventIndex.lookup,
          filter: { lookup_keys: 'f-service=exchange', ...exchange.filter, ...failed.filter },
          pageCost: 24,
          walks: false,
          parts: null,
        });
    });

    it('bounds the count where another index is better for a page', () => {
      const { pageHint, countHint, filter } = planPage(query([exchange, negated(success, all), values('actor_key', ['anna'], 20)]), 24);
      expect([pageHint, countHint]).toEqual(['by_actor_key', 'by_actor_key']);
      expect(filter).not.toHaveProperty('lookup_keys');
      const few = planPage(query([exchange, { ...unsuccessful, events: all }]), 24);
      expect([few.pageHint, few.countHint, 'lookup_keys' in few.filter]).toEqual([eventIndex.lookup, eventIndex.lookup, true]);
    });

    it.each<[string, Clause[]]>([
      ['what succeeded', [exchange, success]],
      ['of several services', [{ ...values('service', ['A', 'B'], 10), counted: { field: 'service', values: ['A', 'B'] } }, unsuccessful]],
      ['of an actor', [{ ...values('actor_key', ['anna'], 20_000), counted: { field: 'actor_key', values: ['anna'] } }, unsuccessful]],
    ])('has no such key %s', (_case, clauses) => {
      expect(planPage(query(clauses), 24)).not.toHaveProperty('filter.lookup_keys');
    });
  });
});
