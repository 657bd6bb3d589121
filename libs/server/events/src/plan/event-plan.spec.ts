import { networkKey } from '@aoc/normalization';
import { eventIndex } from '../event.schema';
import { accessByValues, anyOf, negated, type Clause } from './clause';
import { planEvents, planExport, type ResolvedQuery } from './event-plan';

const ALL = 1_000_000;
const values = (field: string, of: readonly string[], events: number): Clause => ({
  filter: { [field]: { $in: of } },
  events,
  label: field,
  access: accessByValues(`by_${field}`, of.length),
});
const failed: Clause = {
  filter: { result: 'failure' },
  events: 100_000,
  label: 'failed',
  access: { index: 'by_result', ordered: true, values: 1 },
};
const names = (count: number): string[] => Array.from({ length: count }, (_, n) => `S${n}`);
const query = (clauses: Clause[], more: Partial<ResolvedQuery> = {}): ResolvedQuery => ({ clauses, total: ALL, ...more });

describe('the plan of a page', () => {
  it('reads the events of several values by their index, and keeps time and other conditions', () => {
    const start = new Date('2026-03-01T00:00:00Z');
    expect(planEvents(query([values('service', ['A', 'B', 'C'], 10_000)], { start }), 24)).toMatchObject({
      pageHint: 'by_service',
      filter: { service: { $in: ['A', 'B', 'C'] }, timestamp: { $gte: start } },
      pageCost: 24 + 2 * 10,
    });
    expect(planEvents(query([values('service', ['A', 'B'], 5000), failed]), 24)).toMatchObject({
      pageHint: 'by_service',
      filter: { service: { $in: ['A', 'B'] }, result: 'failure' },
      pageCost: 240 + 10,
    });
  });

  it.each<[string, string, Clause[]]>([
    ['by the rarer condition', 'by_result', [values('service', ['A', 'B', 'C'], 200_000), failed]],
    ['through all events where there are very many values', eventIndex.newest, [values('service', names(150), 900_000)]],
    [
      'by many values where a walk would find them as soon if they came evenly, but may not for days',
      'by_operation',
      [values('operation', names(60), 60_000)],
    ],
    ['through all events where more values are asked for than are merged', eventIndex.newest, [values('service', names(201), 60_000)]],
    ['by more values than are merged where they have few events', 'by_service', [values('service', names(201), 500)]],
  ])('reads %s', (_case, pageHint, clauses) => {
    expect(planEvents(query(clauses), 24).pageHint).toBe(pageHint);
  });

  it('reads everything by an index that need not be read again for each page', () => {
    const clauses = [values('service', names(201), 60_000), values('operation', names(3), 90_000)];
    expect(planExport(query(clauses), 500).pageHint).toBe('by_operation');
  });

  it('takes alternatives of one field for its values', () => {
    const one = (service: string): Clause => ({
      filter: { service },
      events: 4000,
      label: service,
      access: { index: 'by_service', ordered: true, values: 1 },
    });
    expect(anyOf([one('A'), values('service', ['B', 'A'], 9000)], 'either')).toMatchObject({
      filter: { service: { $in: ['A', 'B'] } },
      access: { index: 'by_service', ordered: true, values: 2 },
    });
    expect(anyOf([one('A'), values('service', names(200), 9000)], 'either').access).toEqual({
      index: 'by_service',
      ordered: false,
      values: 201,
    });
    expect(anyOf([one('A'), failed], 'either')).not.toHaveProperty('access');
  });

  describe('of what failed', () => {
    const counted = (field: 'service' | 'result', ...of: string[]): Clause => ({
      ...values(field, of, 10_000 * of.length),
      counted: { field, values: of },
    });
    const networks = (...of: string[]): Clause => ({
      ...values('lookup_keys', of.map(networkKey), 20_000),
      access: accessByValues(eventIndex.lookup, of.length),
    });
    const unsuccessful = negated({ ...counted('result', 'success'), events: 900_000 }, ALL);

    it.each<[string, Clause[], unknown]>([
      ['of a service', [counted('service', 'Exchange'), unsuccessful], 'f-service=exchange'],
      ['with another result', [counted('service', 'Exchange'), counted('result', 'timeout')], 'f-service=exchange'],
      ['of several services', [unsuccessful, counted('service', 'A', 'B')], { $in: ['f-service=a', 'f-service=b'] }],
      ['from a network', [networks('203.0.113'), unsuccessful], 'f-network=203.0.113'],
      ['from several', [networks('10.0', '10.1'), unsuccessful], { $in: ['f-network=10.0', 'f-network=10.1'] }],
    ])('%s is read by the keys of both, and both stay conditions', (_case, clauses, keys) => {
      const { pageHint, countHint, filter } = planEvents(query(clauses), 24);
      expect([pageHint, countHint, filter.lookup_keys]).toEqual([eventIndex.lookup, eventIndex.lookup, keys]);
      for (const clause of clauses)
        expect([filter, ...(filter.$and ?? [])]).toEqual(expect.arrayContaining([expect.objectContaining(clause.filter)]));
    });

    it('reads by another condition that is rarer still', () => {
      const { pageHint, countHint, filter } = planEvents(
        query([counted('service', 'A'), unsuccessful, values('actor_key', ['anna'], 20)]),
        24,
      );
      expect([pageHint, countHint]).toEqual(['by_actor_key', 'by_actor_key']);
      expect(filter).not.toHaveProperty('lookup_keys');
    });

    it.each<[string, Clause[]]>([
      ['what succeeded', [counted('service', 'A'), counted('result', 'success')]],
      ['an actor', [{ ...values('actor_key', ['anna'], 20_000), counted: { field: 'actor_key', values: ['anna'] } }, unsuccessful]],
      ['a word', [{ ...values('lookup_keys', ['w:x'], 20_000) }, unsuccessful]],
      ['a network or something else', [anyOf([networks('10.0'), { ...networks(), filter: { lookup_keys: 'w:x' } }], ''), unsuccessful]],
    ])('has no such key for %s', (_case, clauses) => {
      expect(JSON.stringify(planEvents(query(clauses), 24).filter)).not.toContain('"f-');
    });
  });
});
