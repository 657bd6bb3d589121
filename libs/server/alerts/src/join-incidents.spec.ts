import fc from 'fast-check';
import { mergesOf } from './join-incidents';

const HOUR = 3_600_000;
const alertArbitrary = fc.record({
  hour: fc.integer({ min: 0, max: 12 }),
  hours: fc.integer({ min: 0, max: 2 }),
  tied_by: fc.uniqueArray(fc.constantFrom('ann', 'bob', 'tom', 'zoe', '10.0.0.1'), { minLength: 1, maxLength: 2 }),
});
const alerts = fc.array(alertArbitrary, { minLength: 1, maxLength: 10 }).map((list) =>
  list.map(({ hour, hours, tied_by }, n) => ({
    _id: `a${n}`,
    incident_id: `a${n}`,
    tied_by,
    timestamp: new Date(n),
    first_seen: new Date(hour * HOUR),
    last_seen: new Date((hour + hours) * HOUR),
  })),
);
type Tied = ReturnType<(typeof alerts)['generate']>['value'][number];

const merge = (all: readonly Tied[], fresh: readonly Tied[]): Tied[] => {
  const into = new Map(mergesOf(fresh, all).flatMap((one) => one.others.map((other) => [other, one.into])));
  return all.map((alert) => ({ ...alert, incident_id: into.get(alert.incident_id) ?? alert.incident_id }));
};

/** Incidents as what they are: everything that can be reached from an alert by steps to alerts near it. */
function reachable(all: readonly Tied[], start: Tied): string[] {
  const near = (a: Tied, b: Tied) =>
    a.tied_by.some((tie) => b.tied_by.includes(tie)) &&
    a.first_seen.getTime() - b.last_seen.getTime() <= 2 * HOUR &&
    b.first_seen.getTime() - a.last_seen.getTime() <= 2 * HOUR;
  const found = new Set([start]);
  for (const one of found) for (const other of all) if (near(one, other)) found.add(other);
  return [...found].map(({ _id }) => _id).sort();
}

describe('incidents', () => {
  it('hold what is tied together, whether it comes at once or one after the other', () => {
    fc.assert(
      fc.property(alerts, (all) => {
        const atOnce = merge(all, all);
        let oneByOne: Tied[] = [];
        for (const alert of all) {
          oneByOne = [...oneByOne, alert];
          oneByOne = merge(oneByOne, [alert]);
        }
        for (const [n, alert] of all.entries()) {
          const together = reachable(all, alert);
          for (const found of [atOnce, oneByOne])
            expect(
              found
                .filter(({ incident_id }) => incident_id === found[n]?.incident_id)
                .map(({ _id }) => _id)
                .sort(),
            ).toEqual(together);
          expect(atOnce[n]?.incident_id).toBe(together.toSorted((a, b) => Number(a.slice(1)) - Number(b.slice(1)))[0]);
        }
      }),
    );
  });

  it('are left as they are once nothing is to be brought together', () => {
    fc.assert(
      fc.property(alerts, (all) => {
        const merged = merge(all, all);
        expect(mergesOf(merged, merged)).toEqual([]);
      }),
    );
  });
});
