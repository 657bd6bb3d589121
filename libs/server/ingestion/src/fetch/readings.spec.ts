import fc from 'fast-check';
import { DamagedPageError } from './damaged-page-error';
import { damageMark, readUntilSound, type Reading } from './readings';

const UNAVAILABLE = '"<record unavailable>"';
const broken = (id: string) =>
  `{"id":"${id}","activityDateTime":"2026-03-04T05:06:07Z","activityDisplayName":"Add user","category":"UserManagement","result":"\\x`;

interface Damage {
  page: number;
  index: number;
  text: string;
}

/** Reads what these readings, one after the other, find damaged; the last one stays. @returns how many readings it took */
async function readingsUntilSound(readings: readonly (readonly Damage[])[]): Promise<number> {
  let count = 0;
  await readUntilSound('The list', () => {
    const damage = readings[Math.min(count, readings.length - 1)] ?? [];
    count += 1;
    const marks = damage.map(({ page, ...one }) => damageMark(one, `list #${page}`));
    return Promise.resolve<Reading>({ records: 10, blobs: 0, truncated: false, damage: marks });
  });
  return count;
}

describe('a slice with damage', () => {
  it('is read until nothing is damaged', async () => {
    expect(await readingsUntilSound([[{ page: 1, index: 2, text: broken('a') }], [{ page: 1, index: 3, text: broken('b') }], []])).toBe(3);
  });

  it('counts as read when the same record comes damaged four times, wherever it then stands', async () => {
    expect(await readingsUntilSound([1, 2, 3, 4, 5].map((index) => [{ page: index, index, text: broken('a') }]))).toBe(4);
    expect(await readingsUntilSound([[{ page: 1, index: 2, text: UNAVAILABLE }]])).toBe(4);
  });

  it('is read again while the same words stand for other records each time', async () => {
    const moving = [1, 2, 3, 4].map((page) => [{ page, index: 2, text: UNAVAILABLE }]);
    expect(await readingsUntilSound([...moving, []])).toBe(5);
    const within = [1, 2, 3, 4].map((index) => [{ page: 1, index, text: '{}' }]);
    expect(await readingsUntilSound([...within, []])).toBe(5);
  });

  it('is given up when each reading is damaged in another way', async () => {
    const places = Array.from({ length: 8 }, (_, index) => [{ page: 1, index, text: UNAVAILABLE }]);
    await expect(readingsUntilSound(places)).rejects.toThrow(DamagedPageError);
  });

  it('never counts as read by damage that four readings in a row did not share', async () => {
    const damage = fc.record({ page: fc.nat(2), index: fc.nat(2), text: fc.constantFrom(UNAVAILABLE, '{}', broken('a'), broken('b')) });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(damage, { maxLength: 2 }), { minLength: 1, maxLength: 9 }), async (readings) => {
        const took = await readingsUntilSound(readings).catch(() => null);
        if (took === null) return;
        const seen = Array.from({ length: took }, (_, n) => readings[Math.min(n, readings.length - 1)] ?? []);
        if (seen.at(-1)?.length === 0) return;
        const texts = seen.slice(-4).map((one) => one.map(({ text }) => text).sort());
        expect(texts).toEqual([texts[0], texts[0], texts[0], texts[0]]);
        const short = seen.slice(-4).map((one) =>
          one
            .filter(({ text }) => text.length < 100)
            .map((d) => JSON.stringify(d))
            .sort(),
        );
        expect(short).toEqual([short[0], short[0], short[0], short[0]]);
      }),
    );
  });
});
