import fc from 'fast-check';
import { MAX_FAILURES, parseRetryAfter, restMs, waitMs } from './backoff';
import { quoted } from './send-outcome';

const HOUR = 3_600_000;
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('waits between tries', () => {
  it('are bounded by what grows threefold, at least a second, and no shorter than the receiver asks', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), random, fc.nat(24 * HOUR), (failures, jitter, asked) => {
        const wait = waitMs(failures, jitter, asked);
        expect(wait).toBeGreaterThanOrEqual(Math.max(1000, Math.min(asked, 6 * HOUR)));
        expect(wait).toBeLessThanOrEqual(Math.max(1000, asked, Math.min(6 * HOUR, 30_000 * 3 ** (failures - 1))));
        expect(wait).toBeLessThanOrEqual(6 * HOUR);
        expect(restMs(wait, asked)).toBeLessThanOrEqual(Math.max(60_000, Math.min(asked, 6 * HOUR)));
        expect(restMs(wait, asked)).toBeGreaterThanOrEqual(Math.min(asked, 6 * HOUR));
      }),
    );
  });

  it('let a receiver be away for hours before a message is given up', () => {
    const longest = Array.from({ length: MAX_FAILURES - 1 }, (_, i) => waitMs(i + 1, 0.999_999)).reduce((sum, wait) => sum + wait, 0);
    expect(longest / HOUR).toBeGreaterThan(8);
    expect(longest / HOUR).toBeLessThan(12);
  });

  it.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['Tue, 10 Mar 2026 08:01:00 GMT', 60_000],
    ['Tue, 10 Mar 2026 07:00:00 GMT', 0],
    ['-5', 0],
    ['soon', 0],
    ['1e9', 0],
    [undefined, 0],
  ])('read Retry-After %j as %i ms', (value, ms) => expect(parseRetryAfter(value, new Date('2026-03-10T08:00:00Z'))).toBe(ms));
});

describe('what is kept of an answer', () => {
  const url = 'https://user:p%40ss-word@hooks.example.com/services/T000/B000-secret?key=query-secret';

  it('is one line of at most 200 characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 1000 }), (answer) => {
        const kept = quoted(answer, [url, 'signing secret']);
        expect(kept.length).toBeLessThanOrEqual(200);
        expect(kept).not.toMatch(/[\r\n\0]/);
      }),
    );
  });

  it('holds no secret of the channel, wherever it stands and however it is written', () => {
    const secrets = ['B000-secret', 'query-secret', 'p@ss-word', 'p%40ss-word', 'signing secret', url, '/services/T000/B000-secret'];
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...secrets), fc.string({ maxLength: 20 })), { maxLength: 20 }), (parts) => {
        const kept = quoted(parts.join(' '), [url, 'signing secret', null]);
        for (const secret of secrets) expect(kept).not.toContain(secret);
      }),
    );
  });

  it('is whole where nothing is secret', () => expect(quoted('invalid_payload', [url, null])).toBe('invalid_payload'));
});
