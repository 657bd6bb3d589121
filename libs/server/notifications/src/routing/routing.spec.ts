import { severitySchema } from '@aoc/contracts';
import fc from 'fast-check';
import { digestEnd, dueAt } from './due-at';
import { quietUntil } from './quiet-hours';
import { routesTo } from './routes-to';

const MINUTE = 60_000;
const everyDay = [1, 2, 3, 4, 5, 6, 7];
const berlin = { time_zone: 'Europe/Berlin', start: '22:00', end: '07:00', days: everyDay };
const date = (iso: string): Date => new Date(iso);
const instants = fc.date({ min: date('2024-01-01T00:00:00Z'), max: date('2028-01-01T00:00:00Z'), noInvalidDate: true });
const severities = fc.constantFrom(...severitySchema.options);
const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC', 'America/Sao_Paulo');
const times = fc.tuple(fc.nat(23), fc.nat(59)).map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
const quietHours = fc
  .record({ time_zone: zones, start: times, end: times, days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }) })
  .filter(({ start, end }) => start !== end);
const clockIn = (zone: string, at: Date): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(at);

describe('quiet hours', () => {
  it.each([
    ['in the evening', '2026-01-15T21:30:00Z', '2026-01-16T06:00:00Z'],
    ['after midnight', '2026-01-16T03:00:00Z', '2026-01-16T06:00:00Z'],
    ['at their first minute', '2026-01-15T21:00:00Z', '2026-01-16T06:00:00Z'],
    ['a second before their end', '2026-01-16T05:59:59Z', '2026-01-16T06:00:00Z'],
    ['in summer', '2026-07-15T21:30:00Z', '2026-07-16T05:00:00Z'],
    ['in the night that clocks go forward', '2026-03-28T22:00:00Z', '2026-03-29T05:00:00Z'],
    ['in the night that clocks go back', '2026-10-24T21:00:00Z', '2026-10-25T06:00:00Z'],
  ])('end by the wall clock: %s', (_name, at, end) => expect(quietUntil(berlin, date(at))?.toISOString()).toBe(date(end).toISOString()));

  it.each(['2026-01-15T20:59:59Z', '2026-01-16T06:00:00Z', '2026-01-16T12:00:00Z'])('do not hold %s', (at) =>
    expect(quietUntil(berlin, date(at))).toBeNull(),
  );

  it('end when the clock jumps over their end', () => {
    const hours = { ...berlin, start: '01:00', end: '02:30' };
    expect(quietUntil(hours, date('2026-03-29T00:30:00Z'))).toEqual(date('2026-03-29T01:00:00Z'));
  });

  it('of some days belong to the day on which they begin', () => {
    const weekend = { ...berlin, days: [5] };
    // Friday night is quiet, the night before Friday and the next are not.
    expect(quietUntil(weekend, date('2026-01-16T22:00:00Z'))).toEqual(date('2026-01-17T06:00:00Z'));
    expect(quietUntil(weekend, date('2026-01-17T03:00:00Z'))).toEqual(date('2026-01-17T06:00:00Z'));
    expect(quietUntil(weekend, date('2026-01-16T03:00:00Z'))).toBeNull();
    expect(quietUntil(weekend, date('2026-01-17T22:00:00Z'))).toBeNull();
  });

  it('end at a moment that is not quiet, the first one, and within a week and a day', () => {
    fc.assert(
      fc.property(quietHours, instants, (hours, at) => {
        const end = quietUntil(hours, at);
        if (end === null) return;
        expect(end.getTime()).toBeGreaterThan(at.getTime());
        expect(end.getTime() - at.getTime()).toBeLessThan(8 * 24 * 60 * MINUTE);
        expect(quietUntil(hours, end)).toBeNull();
        expect(quietUntil(hours, new Date(Math.max(at.getTime(), end.getTime() - MINUTE)))).toEqual(end);
      }),
      { numRuns: 300 },
    );
  });

  it('end at the time of day that was set, except where the clock was changed', () => {
    fc.assert(
      fc.property(quietHours, instants, (hours, at) => {
        const end = quietUntil(hours, at);
        const offsetOf = (t: Date): string => clockIn(hours.time_zone, new Date(Math.floor(t.getTime() / 86_400_000) * 86_400_000));
        if (end === null || offsetOf(at) !== offsetOf(new Date(end.getTime() + 86_400_000))) return;
        expect(clockIn(hours.time_zone, end)).toBe(hours.end);
      }),
      { numRuns: 300 },
    );
  });
});

describe('when a message goes out', () => {
  it('is at the end of the digest window, which all alerts in it share', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1440 }), instants, fc.nat(), (minutes, now, shift) => {
        const end = digestEnd(minutes, now);
        const wait = end.getTime() - now.getTime();
        expect(wait).toBeGreaterThan(0);
        expect(wait).toBeLessThanOrEqual(minutes * MINUTE);
        expect(digestEnd(minutes, new Date(now.getTime() + (shift % wait)))).toEqual(end);
      }),
    );
  });

  it('is never before now, never in quiet hours unless critical, and at once without either', () => {
    fc.assert(
      fc.property(quietHours, fc.constantFrom(0, 15, 60), severities, instants, (quiet_hours, digest_minutes, severity, now) => {
        const { at, held } = dueAt({ quiet_hours, digest_minutes }, severity, now);
        expect(at.getTime()).toBeGreaterThanOrEqual(now.getTime());
        expect(held).toBe(digest_minutes > 0 || at > now);
        if (severity !== 'critical') expect(quietUntil(quiet_hours, at)).toBeNull();
        else expect(at).toEqual(digest_minutes > 0 ? digestEnd(digest_minutes, now) : now);
        expect(dueAt({ quiet_hours: null, digest_minutes: 0 }, severity, now)).toEqual({ at: now, held: false });
      }),
      { numRuns: 300 },
    );
  });
});

describe('routing', () => {
  const words = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 4 });
  const routing = fc.record({ severities: fc.uniqueArray(severities), tags: words, rule_ids: words });
  const alert = fc.record({ severity: severities, tags: words, rule_id: fc.constantFrom('a', 'b', 'c') });

  it('takes every alert when it names nothing', () => {
    fc.assert(fc.property(alert, (one) => routesTo({ severities: [], tags: [], rule_ids: [] }, one)));
  });

  it('takes an alert exactly when each list that names something names it', () => {
    fc.assert(
      fc.property(routing, alert, (route, one) => {
        const bySeverity = route.severities.length === 0 || new Set(route.severities).has(one.severity);
        const byTag = route.tags.length === 0 || new Set([...route.tags, ...one.tags]).size < route.tags.length + one.tags.length;
        const byRule = route.rule_ids.length === 0 || new Set(route.rule_ids).has(one.rule_id);
        expect(routesTo(route, one)).toBe(bySeverity && byTag && byRule);
      }),
    );
  });

  it('takes no more when a list is added', () => {
    fc.assert(
      fc.property(routing, alert, (route, one) => {
        if (routesTo(route, one))
          for (const key of ['severities', 'tags', 'rule_ids']) expect(routesTo({ ...route, [key]: [] }, one)).toBe(true);
      }),
    );
  });
});
