import { bytes } from './numbers';
import { overallHealth } from './source-status';
import { clockTime, dayKey, duration, fromZonedInput, longDay, nearDateTime, relative, toZonedInput } from './time';

const instant = '2026-11-24T23:05:09.120Z';
const now = Date.parse('2026-11-24T23:09:09.120Z');

it.each([
  [0, '0 s'],
  [-3, '0 s'],
  [89, '89 s'],
  [90, '2 min'],
  [3 * 3600, '3 h'],
  [72 * 3600, '3 d'],
])('%d seconds are %s', (seconds, text) => expect(duration(seconds)).toBe(text));

it('speaks of the past and the future', () => {
  expect(relative(instant, now)).toBe('4 min ago');
  expect(relative(instant, Date.parse(instant) - 60_000)).toBe('in 60 s');
  expect(relative(instant, Date.parse(instant) + 400)).toBe('just now');
});

it('leaves the year out only of times that are near', () => {
  expect(nearDateTime(instant, 'utc', now)).toBe('24 Nov, 23:05');
  expect(nearDateTime('2027-03-01T10:00:00Z', 'utc', now)).toBe('1 Mar, 10:00');
  expect(nearDateTime('2027-11-24T10:00:00Z', 'utc', now)).toBe('24 Nov 2027, 10:00');
  expect(nearDateTime('2025-11-24T10:00:00Z', 'utc', now)).toBe('24 Nov 2025, 10:00');
});

it('shows UTC when asked', () => {
  expect(clockTime(instant, 'utc')).toBe('23:05:09');
  expect(longDay(instant, 'utc')).toBe('Tuesday 24 November 2026');
  expect(dayKey(instant, 'utc')).toBe('2026-11-24');
});

it.each(['utc', 'local'] as const)('fields of time in %s give back the second they show', (zone) => {
  expect(fromZonedInput(toZonedInput(instant, zone), zone)).toBe('2026-11-24T23:05:09.000Z');
  expect(fromZonedInput('', zone)).toBeUndefined();
});

it.each([
  [999, '999 B'],
  [1_400_000, '1.4 MB'],
  [52_000, '52 kB'],
])('%d bytes are %s', (value, text) => expect(bytes(value)).toBe(text));

describe('overallHealth', () => {
  const fetched = '2026-11-24T00:00:00.000Z';
  const source = (status: Parameters<typeof overallHealth>[0][number]['status'], last: string | null = fetched) => ({
    status,
    last_fetch_time: last,
  });
  it.each([
    ['good while runs come and go', [source('running'), source('healthy')], 'good', 'All sources healthy'],
    ['waiting before the first fetch', [source('never_run', null), source('never_run', null)], 'neutral', 'Waiting for the first fetch'],
    ['busy with the first', [source('running', null), source('never_run', null)], 'accent', 'First fetch under way'],
    ['bad before delayed', [source('failing'), source('delayed'), source('healthy')], 'bad', '2 of 3 sources need attention'],
    ['blind to what is switched off', [source('disabled'), source('throttled')], 'warn', '1 of 1 sources needs attention'],
  ])('%s', (_, sources, tone, text) => expect(overallHealth(sources)).toEqual({ tone, text }));
});
