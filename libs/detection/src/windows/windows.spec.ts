import { sequenceSchema, thresholdSchema, firstSeenSchema } from '@aoc/contracts';
import fc from 'fast-check';
import {
  compileRules,
  decideFirstSeen,
  decideSequence,
  decideThreshold,
  evaluate,
  windowEntryOf,
  type WindowDecision,
  type WindowEntry,
} from '../index';
import { anEvent, aRule, NOW } from '../testing/build';

const MINUTE = 60_000;
const condition = { field: 'service', op: 'eq' as const, value: 'x' };
const threshold = thresholdSchema.parse({ count: 3, window_minutes: 10 });
const distinct = thresholdSchema.parse({ count: 3, window_minutes: 10, distinct: 'targets.id' });
const sequenceOf = (steps: number, ordered: boolean) =>
  sequenceSchema.parse({
    steps: Array.from({ length: steps }, (_none, index) => ({ name: `s${index}`, conditions: [condition] })),
    ordered,
    group_by: ['actor'],
    window_minutes: 10,
  });
const firstSeen = firstSeenSchema.parse({ field: 'actor.ip', lookback_days: 1 });

const at = (minute: number, key: string, more: Partial<WindowEntry> = {}): WindowEntry => ({
  at: minute * MINUTE,
  dedupe_key: key,
  ...more,
});

/** Entries in a small time, so that windows are crossed often; keys follow from the position. */
const someEntries = fc
  .array(
    fc.record({
      minute: fc.integer({ min: 0, max: 40 }),
      values: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 2 }),
      steps: fc.uniqueArray(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 2 }),
    }),
    { maxLength: 12 },
  )
  .map((list) => list.map(({ minute, ...more }, index) => at(minute, `k${index}`, more)));

const shuffled = someEntries.chain((entries) =>
  fc.tuple(fc.constant(entries), fc.shuffledSubarray(entries, { minLength: entries.length, maxLength: entries.length })),
);

type Decide = (entries: readonly WindowEntry[], event: WindowEntry) => WindowDecision | null;

/** Keys named by all decisions together when events come in this order, some of them twice. */
function named(order: readonly WindowEntry[], decide: Decide): string[] {
  const state: WindowEntry[] = [];
  const keys = new Set<string>();
  for (const entry of [...order, ...order.slice(0, 3)]) {
    state.push(entry);
    const decided = decide(state, entry);
    for (const key of decided?.event_keys ?? []) keys.add(key);
    const twice = decide([...state, ...state], entry);
    const without = decide(
      state.filter(({ dedupe_key }) => dedupe_key !== entry.dedupe_key),
      entry,
    );
    expect({ twice, without }).toEqual({ twice: decided, without: decided });
  }
  return [...keys].sort();
}

describe('threshold', () => {
  it('is crossed by as many events as it counts, within its minutes and not beyond', () => {
    const entries = [at(0, 'a'), at(5, 'b')];
    expect(decideThreshold(threshold, entries, at(10, 'c'))).toEqual({
      event_keys: ['a', 'b', 'c'],
      first: 0,
      last: 10 * MINUTE,
      count: 3,
    });
    expect(decideThreshold(threshold, entries, { ...at(10, 'c'), at: 10 * MINUTE + 1 })).toBeNull();
    expect(decideThreshold(threshold, [at(0, 'a')], at(1, 'c'))).toBeNull();
  });

  it('counts an event once, however often it comes', () => {
    expect(decideThreshold(threshold, [at(0, 'a'), at(1, 'a'), at(2, 'a')], at(3, 'b'))).toBeNull();
  });

  it('counts distinct values', () => {
    const value = (minute: number, key: string, ...values: string[]) => at(minute, key, { values });
    expect(decideThreshold(distinct, [value(0, 'a', 'u1'), value(1, 'b', 'u1'), value(2, 'c', 'u2')], value(3, 'd', 'u2'))).toBeNull();
    expect(decideThreshold(distinct, [value(0, 'a', 'u1'), value(1, 'b', 'u2')], value(2, 'c', 'u3'))).toMatchObject({ count: 3 });
    expect(decideThreshold(distinct, [value(0, 'a', 'u1', 'u2')], value(2, 'c', 'u3'))).toMatchObject({ event_keys: ['a', 'c'] });
  });

  it('lets a late event re-open its own windows only, and says how late it came', () => {
    const entries = [at(0, 'a'), at(1, 'b'), at(60, 'x'), at(61, 'y')];
    const decided = decideThreshold(threshold, entries, at(2, 'late'), { arrivedAt: 62 * MINUTE });
    expect(decided).toEqual({ event_keys: ['a', 'b', 'late'], first: 0, last: 2 * MINUTE, count: 3, late_by_seconds: 3600 });
  });

  it('names a bounded number of events of many, with the true count', () => {
    const many = Array.from({ length: 3000 }, (_none, index) => ({ at: index, dedupe_key: `k${index}` }));
    const decided = decideThreshold(threshold, many, { at: 3000, dedupe_key: 'last' });
    expect(decided?.count).toBe(3001);
    expect(decided?.event_keys).toHaveLength(500);
    expect(decided?.event_keys.at(-1)).toBe('last');
  });

  it.each([
    ['events', threshold, (entries: WindowEntry[]) => entries.length],
    ['distinct values', distinct, (entries: WindowEntry[]) => new Set(entries.flatMap(({ values }) => values ?? [])).size],
  ])('names the events of the crossed windows, in whatever order they come (%s)', (_name, rule, countOf) => {
    fc.assert(
      fc.property(shuffled, ([entries, order]) => {
        const windows = entries.map(({ at: opens }) => entries.filter((entry) => entry.at >= opens && entry.at - opens <= 10 * MINUTE));
        const crossed = windows.filter((window) => countOf(window) >= 3).flat();
        const expected = [...new Set(crossed.map(({ dedupe_key }) => dedupe_key))].sort();
        expect(named(order, (state, event) => decideThreshold(rule, state, event))).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});

/** Every choice of one event for each step that is a sequence, by trying all. */
function chains(entries: readonly WindowEntry[], steps: number, ordered: boolean): WindowEntry[][] {
  const choices = Array.from({ length: steps }, (_none, step) => entries.filter((entry) => entry.steps?.includes(step)));
  const all = choices.reduce<WindowEntry[][]>((chosen, next) => chosen.flatMap((chain) => next.map((entry) => [...chain, entry])), [[]]);
  return all.filter((chain) => {
    const times = chain.map((entry) => entry.at);
    const inOrder = times.every((time, index) => index === 0 || time >= (times[index - 1] ?? 0));
    return Math.max(...times) - Math.min(...times) <= 10 * MINUTE && (!ordered || inOrder) && new Set(chain).size > 1;
  });
}

describe('sequence', () => {
  const two = sequenceOf(2, true);
  const first = (minute: number, key: string) => at(minute, key, { steps: [0] });
  const second = (minute: number, key: string) => at(minute, key, { steps: [1] });

  it('is complete when all steps happened in order within the minutes', () => {
    expect(decideSequence(two, [first(0, 'a')], second(10, 'b'))).toEqual({
      event_keys: ['a', 'b'],
      first: 0,
      last: 10 * MINUTE,
      count: 2,
    });
    expect(decideSequence(two, [first(0, 'a')], second(11, 'b'))).toBeNull();
    expect(decideSequence(two, [second(0, 'a')], first(1, 'b'))).toBeNull();
    expect(decideSequence(two, [second(5, 'a')], first(5, 'b'))).toMatchObject({ count: 2 });
    expect(decideSequence(sequenceOf(2, false), [second(0, 'a')], first(1, 'b'))).toMatchObject({ count: 2 });
  });

  it('is completed by a first step that comes late', () => {
    expect(decideSequence(two, [second(5, 'b')], first(1, 'a'), { arrivedAt: 65 * MINUTE })).toMatchObject({
      event_keys: ['a', 'b'],
      late_by_seconds: 3840,
    });
  });

  it('is not one event alone', () => {
    expect(decideSequence(two, [], at(0, 'a', { steps: [0, 1] }))).toBeNull();
  });

  it.each([
    [2, true],
    [3, true],
    [2, false],
    [3, false],
  ])('names the events of the complete sequences, in whatever order they come (%i steps, ordered: %s)', (steps, ordered) => {
    const sequence = sequenceOf(steps, ordered);
    fc.assert(
      fc.property(shuffled, ([entries, order]) => {
        const expected = [
          ...new Set(
            chains(entries, steps, ordered)
              .flat()
              .map(({ dedupe_key }) => dedupe_key),
          ),
        ].sort();
        expect(named(order, (state, event) => decideSequence(sequence, state, event))).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});

describe('first seen', () => {
  const seen = (minute: number, key: string, value = 'v') => at(minute, key, { values: [value] });

  it('is the first event with a value within the time looked back', () => {
    expect(decideFirstSeen(firstSeen, [], seen(0, 'a'))).toEqual([{ event_keys: ['a'], first: 0, last: 0, count: 1, value: 'v' }]);
    expect(decideFirstSeen(firstSeen, [seen(0, 'a')], seen(1440, 'b'))).toEqual([]);
    expect(decideFirstSeen(firstSeen, [seen(0, 'a')], seen(1441, 'b'))).toHaveLength(1);
    expect(decideFirstSeen(firstSeen, [seen(0, 'a', 'other')], seen(1, 'b'))).toHaveLength(1);
  });

  it('goes to a late event that was earlier', () => {
    expect(decideFirstSeen(firstSeen, [seen(5, 'b')], seen(1, 'a'))).toMatchObject([{ event_keys: ['a'], supersedes: 'b' }]);
  });

  it('waits until values have been remembered for a while', () => {
    expect(decideFirstSeen(firstSeen, [], seen(1439, 'a'), { rememberedSince: 0 })).toEqual([]);
    expect(decideFirstSeen(firstSeen, [], seen(1440, 'a'), { rememberedSince: 0 })).toHaveLength(1);
  });

  it('finds the same firsts in whatever order events come, once each', () => {
    fc.assert(
      fc.property(shuffled, ([entries, order]) => {
        const firsts = (list: readonly WindowEntry[]): string[] => {
          const found = new Set<string>();
          const state: WindowEntry[] = [];
          for (const entry of [...list, ...list.slice(0, 2)]) {
            for (const { value, event_keys, supersedes } of decideFirstSeen(firstSeen, state, entry)) {
              found.delete(`${value} ${supersedes}`);
              found.add(`${value} ${event_keys[0]}`);
            }
            state.push(entry);
          }
          return [...found].sort();
        };
        expect(firsts(order)).toEqual(firsts(entries));
      }),
    );
  });
});

describe('what an event counts for', () => {
  const rule = (more: Parameters<typeof aRule>[1]) =>
    compileRules([{ id: 'r', body: aRule([{ field: 'service', op: 'eq', value: 'RoleManagement' }], more) }]);
  const target = (id: string) => ({ type: 'User', id, display: null, upn: null, modified: [] });

  it('is its group and its values, folded', () => {
    const set = rule({ threshold: { count: 2, distinct: 'targets.id', group_by: ['actor', 'actor.ip'], window_minutes: 5 } });
    const event = anEvent({ targets: [target('U1'), target('u1'), target('u2')] });
    const expected = {
      group: 'ann@contoso.com\u001f203.0.113.7',
      entry: { at: event.timestamp.getTime(), dedupe_key: 'd1', values: ['u1', 'u2'] },
    };
    expect(evaluate(set, event, { now: NOW }).matches.map(({ window }) => window)).toEqual([expected]);
    expect(set.rules.map((one) => windowEntryOf(one, event))).toEqual([expected]);
  });

  it('is nothing without a value for the group or the count', () => {
    const set = rule({ threshold: { count: 2, distinct: 'targets.id', group_by: ['actor.ip'], window_minutes: 5 } });
    const nowhere = anEvent({ targets: [target('u1')], actor: { type: 'system', id: null, display: null, upn: null, ip: null } });
    for (const event of [nowhere, anEvent()])
      expect(evaluate(set, event, { now: NOW }).matches.map(({ window }) => window)).toEqual([null]);
  });
});
