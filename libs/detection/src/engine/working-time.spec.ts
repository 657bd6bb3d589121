import type { WorkingTime } from '@aoc/contracts';
import fc from 'fast-check';
import { compileRules, evaluate, type CompileOptions } from '../index';
import { anEvent, aRule, NOW } from '../testing/build';

const outside = (instant: string, value?: WorkingTime | string, options: CompileOptions = {}): boolean => {
  const set = compileRules([{ id: 'r', body: aRule([{ field: 'timestamp', op: 'after_hours', value }]) }], options);
  return evaluate(set, anEvent({ timestamp: new Date(instant) }), { now: NOW }).matches.length === 1;
};
const berlin: WorkingTime = { time_zone: 'Europe/Berlin', start: '08:00', end: '18:00' };
const nights: WorkingTime = { time_zone: 'UTC', days: [1, 2, 3, 4, 5], start: '22:00', end: '06:00' };

describe('after_hours', () => {
  it.each<[string, WorkingTime | string | undefined, boolean]>([
    // 2026-03-04 is a Wednesday, 2026-03-07 a Saturday
    ['2026-03-04T08:59:59.999Z', undefined, true],
    ['2026-03-04T09:00:00Z', undefined, false],
    ['2026-03-04T16:59:59Z', undefined, false],
    ['2026-03-04T17:00:00Z', undefined, true],
    ['2026-03-07T12:00:00Z', undefined, true],
    ['2026-03-04T17:30:00Z', '09:00-18:00', false],
    // Berlin is UTC+1 until 2026-03-29 01:00 UTC, then UTC+2, and UTC+1 again from 2026-10-25 01:00 UTC
    ['2026-03-27T06:59:00Z', berlin, true],
    ['2026-03-27T07:00:00Z', berlin, false],
    ['2026-03-30T05:59:00Z', berlin, true],
    ['2026-03-30T06:00:00Z', berlin, false],
    ['2026-03-30T16:00:00Z', berlin, true],
    ['2026-10-26T06:30:00Z', berlin, true],
    ['2026-10-26T07:00:00Z', berlin, false],
    // Half-hour zone
    ['2026-03-04T03:29:00Z', { time_zone: 'Asia/Kolkata' }, true],
    ['2026-03-04T03:30:00Z', { time_zone: 'Asia/Kolkata' }, false],
    // A night shift belongs to the day on which it begins: Friday's ends on Saturday morning, none begins on Sunday
    ['2026-03-06T23:00:00Z', nights, false],
    ['2026-03-07T05:59:00Z', nights, false],
    ['2026-03-07T06:00:00Z', nights, true],
    ['2026-03-09T05:00:00Z', nights, true],
    ['2026-03-09T22:00:00Z', nights, false],
    ['2026-03-04T23:59:00Z', { start: '00:00', end: '24:00' }, false],
  ])('%s with %j is outside: %s', (instant, value, expected) => {
    expect(outside(instant, value)).toBe(expected);
  });

  it("takes what a rule leaves out from the tenant's settings", () => {
    const workingTime = { time_zone: 'America/New_York', days: [1, 2, 3, 4, 5, 6], start: '08:00', end: '12:00' };
    expect(outside('2026-03-07T13:30:00Z', undefined, { workingTime })).toBe(false);
    expect(outside('2026-03-07T17:30:00Z', undefined, { workingTime })).toBe(true);
    expect(outside('2026-03-07T17:30:00Z', { end: '13:00' }, { workingTime })).toBe(false);
    expect(outside('2026-03-04T10:00:00Z', undefined, { workingTime: { time_zone: 'No/Where' } })).toBe(false);
  });

  it('agrees with the wall clock of any zone at any time', () => {
    const zones = ['Europe/London', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Chatham', 'America/Sao_Paulo'];
    const instants = fc.integer({ min: Date.parse('2000-01-01Z'), max: Date.parse('2035-01-01Z') });
    fc.assert(
      fc.property(fc.constantFrom(...zones), instants, (zone, ms) => {
        const at = new Date(ms);
        const clock = at.toLocaleTimeString('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
        const weekday = at.toLocaleDateString('en-GB', { timeZone: zone, weekday: 'long' });
        const working = !weekday.startsWith('S') && clock >= '09:00' && clock < '17:00';
        expect(outside(at.toISOString(), { time_zone: zone })).toBe(!working);
      }),
    );
  });
});
