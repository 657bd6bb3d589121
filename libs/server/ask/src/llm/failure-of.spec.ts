import { retryAfterMs } from './failure-of';

const now = new Date('2026-03-01T12:00:00Z');

it.each([
  [{ 'retry-after': '7' }, 7000],
  [{ 'retry-after': '0.25' }, 250],
  [{ 'retry-after': 'Sun, 01 Mar 2026 12:00:30 GMT' }, 30_000],
  [{ 'retry-after': 'Sun, 01 Mar 2026 11:00:00 GMT' }, 0],
  [{ 'retry-after': 'soon' }, null],
  [{ 'retry-after': '-5' }, null],
  [{ 'retry-after': '' }, null],
  [{ 'retry-after-ms': '1500', 'retry-after': '9' }, 1500],
  [{ 'retry-after-ms': 'x' }, null],
  [{}, null],
])('the wait that %j asks for', (headers, expected) => expect(retryAfterMs(new Headers(headers), now)).toBe(expected));
