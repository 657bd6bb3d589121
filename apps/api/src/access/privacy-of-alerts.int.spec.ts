import { allRoutes, type Alert } from '@aoc/contracts';
import { HIDES_NOTHING, limitsIn, type ReadContext } from '@aoc/server/context';
import { parseQuery } from '@aoc/query';
import { textFor } from '../events/live-messages';
import { apiFixture, TENANT, type ApiFixture } from '../testing/api-fixture';
import { auditRecord } from '../testing/records';

const actorOf = (name: string) => ({ display: name, upn: `${name}@contoso.com` });
const at = (minute: number) => `2026-03-01T09:0${minute}:00.000Z`;

/** Alice's alert was opened by a visible event and counts a hidden one; Bob's was opened by a hidden event and counts a visible one. */
describe('alerts that count private events and others', () => {
  let open: ApiFixture;
  let limited: ApiFixture;
  beforeAll(async () => {
    open = await apiFixture('alert_sight', { env: { ALERTS_ENABLED: 'true' } });
    const conditions = [{ field: 'actor.upn', op: 'contains' as const, value: '@contoso.com' }];
    const body = { name: 'Anything', severity: 'high' as const, message: 'Something', conditions };
    await open.client.ok(allRoutes.createRule, { body });
    for (const record of [
      auditRecord({ id: 'a1', actor: actorOf('alice'), at: at(1) }),
      auditRecord({ id: 'a-hidden-early', actor: actorOf('alice'), at: at(0), service: 'Mailbox' }),
      auditRecord({ id: 'a2', actor: actorOf('alice'), at: at(3) }),
      auditRecord({ id: 'a-hidden-late', actor: actorOf('alice'), at: at(5), service: 'Mailbox' }),
      auditRecord({ id: 'b-hidden', actor: actorOf('bob'), at: at(1), service: 'Mailbox' }),
      auditRecord({ id: 'b1', actor: actorOf('bob'), at: at(2) }),
    ])
      await open.seed([record]);
    limited = await apiFixture('alert_sight_limited', { env: { PRIVACY_SERVICES: 'Mailbox' }, database: open.database });
  });
  afterAll(async () => {
    await limited.stop();
    await open.stop();
  });

  const alertsOf = async (api: ApiFixture): Promise<Alert[]> =>
    (await api.client.ok(allRoutes.listAlerts)).items.filter(({ rule_name }) => rule_name === 'Anything');
  const numbers = ({
    occurrences,
    event_ids,
    first_seen,
    last_seen,
  }: Pick<Alert, 'occurrences' | 'event_ids' | 'first_seen' | 'last_seen'>) => [occurrences, event_ids.length, first_seen, last_seen];
  const NARROW = [2, 2, at(1), at(3)];

  it('show all of it to who may see all', async () => {
    const found = (await alertsOf(open)).map((alert) => [alert.actor_upn, ...numbers(alert)]);
    expect(found).toHaveLength(2);
    expect(found).toContainEqual(['alice@contoso.com', 4, 4, at(0), at(5)]);
    expect(found).toContainEqual(['bob@contoso.com', 2, 2, at(1), at(2)]);
  });

  it('show to others only what visible events say, wherever an alert is answered', async () => {
    const [alert, ...more] = await alertsOf(limited);
    if (!alert) throw new Error('no alert');
    expect([alert.actor_upn, more]).toEqual(['alice@contoso.com', []]);
    const params = { id: alert.id };
    const incident = await limited.client.ok(allRoutes.getIncident, { params: { id: alert.incident_id ?? '' } });
    const answers = [
      alert,
      await limited.client.ok(allRoutes.getAlert, { params }),
      incident.items.find(({ id }) => id === alert.id),
      await limited.client.ok(allRoutes.changeAlert, { params, body: { status: 'acknowledged' } }),
      await limited.client.ok(allRoutes.changeAlert, { params, body: { status: 'acknowledged' } }),
    ];
    expect(answers.map((answer) => answer && numbers(answer))).toEqual(answers.map(() => NARROW));
    expect(JSON.stringify(answers)).not.toMatch(/hidden/);
  });

  it('show in numbers and incidents neither how many nor when', async () => {
    const [quality] = (await limited.client.ok(allRoutes.alertQuality)).items.filter(({ rule_name }) => rule_name === 'Anything');
    expect(quality).toMatchObject({ alerts: 1, events: 1 });
    const text = JSON.stringify((await limited.client.ok(allRoutes.listIncidents)).items);
    for (const time of [at(0), at(5)]) expect(text).not.toContain(time);
  });

  it('come to live views narrowed, and not at all when a hidden event opened them', async () => {
    const items = (await open.client.ok(allRoutes.listEvents)).items;
    const alerts = await alertsOf(open);
    const seenBy = (ctx: ReadContext, id: string, upn: string): string => {
      const alert = alerts.find(({ actor_upn }) => actor_upn === upn);
      const event = items.find((one) => one.id === id);
      const parsed = parseQuery('');
      if (!parsed.ok) throw new Error('no query');
      return textFor(ctx, parsed.query, { id: '1-0', items: [JSON.stringify({ event, search_text: '', alert })] });
    };
    const all = open.context(TENANT);
    const some = { ...all, privacy: limitsIn(all.tenants, { ...HIDES_NOTHING, hiddenServices: ['Mailbox'] }) };
    expect(seenBy(all, 'a2', 'alice@contoso.com')).toContain('"occurrences":4');
    expect(seenBy(some, 'a2', 'alice@contoso.com')).toContain('"occurrences":1');
    expect(seenBy(some, 'a2', 'alice@contoso.com')).not.toContain('hidden');
    expect(seenBy(some, 'b1', 'bob@contoso.com')).toBe('');
  });
});
