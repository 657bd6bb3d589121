import { within } from './patience';

describe('within', () => {
  it('gives what comes in time', async () => {
    expect(await within(10_000, Promise.resolve(7))).toBe(7);
    await expect(within(10_000, Promise.reject(new Error('no')))).rejects.toThrow('no');
  });

  it('gives null when it takes longer, and lets the work go on', async () => {
    const work = Promise.withResolvers<number>();
    expect(await within(1, work.promise)).toBeNull();
    work.resolve(3);
    expect(await within(10_000, work.promise)).toBe(3);
  });
});
