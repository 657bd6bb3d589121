import { testRedisUrl } from '@aoc/testing';
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { connectValkey, type Redis } from './valkey';
import { WindowStore, type StoredEntry } from './window-store';

const KEPT = { keepMs: 60_000 };
const entry = (at: number): StoredEntry => ({ at, text: `entry ${at}` });

describe('windows of rules', () => {
  let client: Redis;
  beforeAll(() => {
    client = connectValkey(testRedisUrl());
  });
  afterAll(() => client.disconnect());

  const newStore = () => {
    const prefix = `window_store_${randomBytes(6).toString('hex')}`;
    return { prefix, store: new WindowStore(client, prefix) };
  };

  it('give back what was put into each of them, stretch by stretch, whatever comes together', async () => {
    const names = fc.constantFrom('a', 'b', 'a:b', 'ä');
    const windows = fc.array(fc.record({ key: fc.tuple(names, names), entries: fc.array(fc.nat(50).map(entry), { maxLength: 20 }) }));
    const ranges = fc.array(fc.record({ key: fc.tuple(names, names), from: fc.nat(50), to: fc.nat(50) }));
    await fc.assert(
      fc.asyncProperty(windows, ranges, async (given, asked) => {
        const { store } = newStore();
        await store.add(given, KEPT);
        const expected = asked.map(({ key, from, to }) => {
          const own = given.filter((one) => one.key.join('\n') === key.join('\n')).flatMap(({ entries }) => entries);
          const times = [...new Set(own.map(({ at }) => at))].filter((at) => at >= from && at <= to);
          return times.toSorted((a, b) => a - b).map(entry);
        });
        expect(await store.between(asked)).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });

  it('keep the first and the last entry where nothing else matters', async () => {
    const { store } = newStore();
    await store.add([{ key: ['r'], entries: [5, 3, 9].map(entry) }], { ...KEPT, ends: true });
    await store.add([{ key: ['r'], entries: [4, 1].map(entry) }], { ...KEPT, ends: true });
    expect(await store.between([{ key: ['r'], from: 0, to: 99 }])).toEqual([[entry(1), entry(9)]]);
  });

  it('take more entries than one command holds, and forget the oldest beyond ten thousand', async () => {
    const { store } = newStore();
    await store.add([{ key: ['r'], entries: Array.from({ length: 10_500 }, (_none, at) => entry(at)) }], KEPT);
    const [all = []] = await store.between([{ key: ['r'], from: 0, to: 20_000 }]);
    expect([all.length, all[0], all.at(-1)]).toEqual([10_000, entry(500), entry(10_499)]);
  });

  it('say so when one of several could not be written or read', async () => {
    const { prefix, store } = newStore();
    await client.set(`${prefix}:window:w:broken`, 'no window', 'PX', 60_000);
    const [whole, broken] = [['whole'], ['broken']];
    await expect(
      store.add(
        [whole, broken].map((key) => ({ key, entries: [entry(1)] })),
        KEPT,
      ),
    ).rejects.toThrow('WRONGTYPE');
    await expect(store.between([whole, broken].map((key) => ({ key, from: 0, to: 9 })))).rejects.toThrow('WRONGTYPE');
    expect(await store.between([])).toEqual([]);
  });
});
