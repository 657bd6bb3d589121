import fc from 'fast-check';
import { backoffMs, sleep } from './backoff';

describe('backoff', () => {
  it('stays below the doubled step and below the cap', () => {
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.nat({ max: 1000 }), random, (attempt, r) => {
        const wait = backoffMs(attempt, r, 250, 8000);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThan(Math.min(8000, 250 * 2 ** Math.min(attempt, 30)));
      }),
    );
  });

  it('ends with the reason of the signal', async () => {
    const controller = new AbortController();
    const waiting = sleep(60_000, controller.signal);
    controller.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
    await expect(sleep(1, controller.signal)).rejects.toThrow('stopped');
  });
});
