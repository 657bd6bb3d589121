import { explainEvent } from './explain-event';
import type { ActorHistory, ExplainInput } from './explain-input';
import { directory, input, roleGrant, workingHistory } from './testing/explain-fixture';

describe('usual or not', () => {
  const typical = (history: ActorHistory, event = roleGrant, change: Partial<ExplainInput> = {}): string =>
    explainEvent(input(event, { history, ...change })).sections.typical;
  const update = directory({ operation: 'Update user', category: 'UserManagement' });

  it('counts what the actor did before', () => {
    expect(typical(workingHistory(10), update)).toBe(
      '**Usual for this actor.** Before this, the same actor did it 100 times since 2026-02-16 10:30:00 UTC, last at 2026-03-17 17:20:00 UTC. The address `203.0.113.7` is known: 100 earlier events of 100 came with it. The hour is usual: this actor mostly works between 08:00 and 16:59 UTC.',
    );
  });

  it('calls a weighty operation unusual when it is done for the first time', () => {
    const text = typical(workingHistory(10));
    expect(text).toMatch(/^\*\*Unusual for this actor: look into it\.\*\* Before this, the same actor did not do it since/);
    const { next_steps } = explainEvent(input(roleGrant, { history: workingHistory(10) })).sections;
    expect(next_steps[0]).toMatch(/^Ask Alice Adams by phone or in person/);
  });

  it('takes a burst for no habit: what began within the hour is new, and many in an hour are to be looked into', () => {
    const grants = (minutesBefore: readonly number[]) => {
      const history = workingHistory(10);
      const own = minutesBefore.map((minutes) => ({
        ...history.events[0],
        ip: null,
        country: null,
        application: null,
        operation: roleGrant.operation,
        at: new Date(Date.parse(roleGrant.timestamp) - minutes * 60_000),
      }));
      return { ...history, events: [...own, ...history.events] };
    };
    expect(typical(grants([1, 2, 50]))).toMatch(
      /^\*\*Unusual.*did it 3 times since .*All of these were within the hour before: it began then\./,
    );
    expect(typical(grants([3]))).toMatch(/^\*\*Unusual.*did it once since .*That was within the hour before\./);
    const day = 24 * 60;
    expect(typical(grants([1, 2, 3, 4, 5, 6, day, 2 * day]))).toMatch(/^\*\*Unusual.*6 of these were within the hour before\./);
    expect(typical(grants([1, 2, day, 2 * day, 3 * day]))).toMatch(/^\*\*Usual.*did it 5 times/);
  });

  it('calls a new address, country, application or hour new, and several of them unusual', () => {
    expect(typical(workingHistory(10, { ip: '198.51.100.1' }), update)).toMatch(
      /^\*\*Mostly usual.*The address `203\.0\.113\.7` is new for this actor, who used 1 address before\./,
    );
    expect(typical(workingHistory(10, { country: 'AT' }), update, { country: 'BR' })).toMatch(
      /^\*\*Unusual.*The country BR is new for this actor, who used 1 country before/,
    );
    expect(typical(workingHistory(10, { application: 'Teams' }), update, { application: 'Graph Explorer' })).toMatch(
      /^\*\*Mostly.*The application Graph Explorer is new/,
    );
    const night = { ...update, timestamp: '2026-03-18T02:05:00.000Z' };
    expect(typical(workingHistory(10), night)).toMatch(
      /^\*\*Mostly.*02:05 UTC is outside the usual hours of this actor, who mostly works between 08:00 and 16:59 UTC\.$/,
    );
    expect(typical(workingHistory(10, { ip: '198.51.100.1' }), night)).toMatch(/^\*\*Unusual/);
  });

  it('takes addresses of one IPv6 network for the same', () => {
    const event = { ...update, actor: { ...update.actor, ip: '2001:db8:1:2::99' } };
    expect(typical(workingHistory(10, { ip: '2001:db8:1:2:aaaa:bbbb:cccc:dddd' }), event)).toMatch(/^\*\*Usual/);
    expect(typical(workingHistory(10, { ip: '2001:db8:1:3::1' }), event)).toMatch(/^\*\*Mostly/);
  });

  it('claims nothing from too little, or from what was not read', () => {
    const none: ActorHistory = { events: [], from: new Date('2026-03-01'), complete: true, sameOperationBefore: false };
    expect(typical(none)).toBe(
      '**Too little is stored to say whether it is usual.** No earlier event of this actor is stored since 2026-03-01 00:00:00 UTC.',
    );
    const few = { ...none, events: workingHistory(1).events.slice(0, 2) };
    expect(typical(few)).toMatch(/^\*\*Too little.*Only 2 earlier events of this actor are stored\./);
    const cut = { ...workingHistory(10), complete: false, sameOperationBefore: null };
    expect(typical(cut)).toMatch(
      /^\*\*Usual.*did not do this among the newest 100 events of theirs, which reach back to .*; earlier ones were not read\./,
    );
    expect(typical({ ...cut, sameOperationBefore: false })).toMatch(
      /^\*\*Unusual.*did not do this in the 30 days before, although more than 100 other events/,
    );
    expect(typical({ ...cut, sameOperationBefore: true })).toMatch(
      /^\*\*Usual.*did this before within 30 days, but not among the newest 100 events/,
    );
    expect(typical(cut, update)).toMatch(/did it 100 times among the newest 100 events of theirs, which reach back/);
  });

  it('finds hours over midnight', () => {
    const late = workingHistory(5).events.map((event, index) => ({
      ...event,
      at: new Date(Date.parse('2026-03-10T22:00:00Z') + (index % 5) * 3_600_000),
    }));
    const at = (time: string) => typical({ ...workingHistory(1), events: late }, { ...update, timestamp: time });
    expect(at('2026-03-18T01:10:00.000Z')).toContain('mostly works between 22:00 and 02:59 UTC');
    expect(at('2026-03-18T12:10:00.000Z')).toContain('outside the usual hours');
  });
});
