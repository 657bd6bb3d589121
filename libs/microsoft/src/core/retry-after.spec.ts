import fc from 'fast-check';
import { MAX_RETRY_AFTER_MS, parseRetryAfter } from './retry-after';

const now = new Date('2026-01-31T08:00:00Z');

describe('parseRetryAfter', () => {
  it.each([
    ['2', 2000],
    ['0', 0],
    ['2.128', 2128],
    [' 30 ', 30_000],
    ['5.', 5000],
    ['999999999', MAX_RETRY_AFTER_MS],
    ['Sat, 31 Jan 2026 08:00:10 GMT', 10_000],
    ['Sat, 31 Jan 2026 07:00:00 GMT', 0],
    ['Saturday, 31-Jan-26 08:00:10 GMT', 10_000],
    ['', undefined],
    ['-5', undefined],
    ['soon', undefined],
    ['2026-01-31', undefined],
    ['1e9', undefined],
    ['Mon', undefined],
    ['NaN', undefined],
    [undefined, undefined],
  ])('%s', (value, expected) => expect(parseRetryAfter(value, now)).toBe(expected));

  it('gives a bounded wait or nothing, whatever the header holds', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const wait = parseRetryAfter(text, now);
        return wait === undefined || (Number.isInteger(wait) && wait >= 0 && wait <= MAX_RETRY_AFTER_MS);
      }),
    );
  });

  it('reads every number of seconds and every date that it is given', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), (seconds) => {
        expect(parseRetryAfter(String(seconds), now)).toBe(seconds * 1000);
        expect(parseRetryAfter(new Date(now.getTime() + seconds * 1000).toUTCString(), now)).toBe(seconds * 1000);
      }),
    );
  });
});
