import { changeAlert, listAlerts, type AlertListQuery } from '@aoc/server/alerts';
import type { TenantContext } from '@aoc/server/context';
import type { Ingestion } from '@aoc/server/ingestion';
import { recoverBatches, storeRecords } from '@aoc/server/ingestion';
import { addException, addGlobalException, deleteRule, enableRule, getRule, removeGlobalException } from '@aoc/server/rules';
import type { Windows } from './detection';
import { deed, detectionFixture, type DetectionFixture } from './testing/detection-fixture';

const inOrder = (a: readonly unknown[], b: readonly unknown[]): number => (String(a) < String(b) ? -1 : 1);

describe('detection of new events', () => {
  let fixture: DetectionFixture;
  beforeAll(async () => {
    fixture = await detectionFixture('detect');
  });
  afterAll(() => fixture.stop());

  const alertsOf = async (ctx: TenantContext, query: Partial<AlertListQuery> = {}) =>
    (await listAlerts(ctx, fixture.worker().alerts, { sort: 'newest', page_size: 100, ...query }, 100)).items;
  const bulk = { threshold: { count: 5, group_by: ['actor.id'], window_minutes: 10 } };
  const deeds = (from: number, to: number, by = 'eve') =>
    Array.from({ length: to - from }, (_none, n) => deed(`${by}-${from + n}`, (from + n) * 30, { by }));

  it('raises one alert with what held, and says which event', async () => {
    const ctx = fixture.tenant();
    const rule = await fixture.rule(ctx, { guidance: 'Ask her.', techniques: ['T1531'], message: 'A user is gone' });
    await fixture.store(ctx, fixture.worker(), [deed('1', 0), deed('2', 0, { operation: 'Add user' })]);
    const alerts = await alertsOf(ctx);
    expect(alerts).toMatchObject([
      {
        rule_id: rule.id,
        rule_version: 1,
        severity: 'high',
        status: 'open',
        actor: 'eve',
        event_id: 'Directory_1',
        occurrences: 1,
        message: expect.stringMatching(/^A user is gone: /),
        guidance: 'Ask her.',
        techniques: ['T1531'],
        late_by_seconds: 3 * 3600,
        matched: [{ field: 'operation', op: 'eq', expected: 'Delete user', found: ['Delete user'] }],
        window: null,
        first_seen: '2026-03-02T09:00:00.000Z',
      },
    ]);
  });

  it('makes repeats of one actor within a quarter of an hour one alert, whatever the order they come in', async () => {
    const ctx = fixture.tenant();
    await fixture.rule(ctx);
    const minutes = [0, 14, 28, 60, 61];
    const records = minutes.map((minute, n) => deed(`m${n}`, minute * 60));
    for (const record of [records[2], records[0], records[4], records[1], records[3]])
      await fixture.store(ctx, fixture.worker(), [record!]);
    await fixture.store(ctx, fixture.worker(), [deed('other', 0, { by: 'mallory' })]);
    const alerts = await alertsOf(ctx);
    const spans = alerts.map(({ actor, occurrences, first_seen, last_seen }) => [
      actor,
      occurrences,
      first_seen.slice(11, 16),
      last_seen.slice(11, 16),
    ]);
    expect(spans.sort(inOrder)).toEqual([
      // What came late is near both: it joins the earlier one.
      ['eve', 1, '09:28', '09:28'],
      ['eve', 2, '09:00', '09:14'],
      ['eve', 2, '10:00', '10:01'],
      ['mallory', 1, '09:00', '09:00'],
    ]);
  });

  it('counts every event once with four workers at the same records, and again after a crash', async () => {
    const ctx = fixture.tenant();
    await fixture.rule(ctx);
    await fixture.rule(ctx, { name: 'Bulk', ...bulk });
    const workers = [1, 2, 3, 4].map(() => fixture.worker());
    await Promise.all(workers.map((worker, n) => fixture.store(ctx, worker, [...deeds(0, 8), ...deeds(n, n + 4, 'bob')])));
    const crash: Ingestion = {
      ...fixture.ingestionOf(fixture.worker()),
      onMoment: (moment) => {
        if (moment === 'detected') throw new Error('crash');
      },
    };
    const page = { source: 'directory' as const, records: deeds(6, 12), broken: [], location: (at: number) => `#${at}` };
    await expect(storeRecords(ctx, crash, page)).rejects.toThrow('crash');
    await recoverBatches(ctx, crash, { olderThan: new Date(Date.UTC(2030, 0)) });
    await fixture.store(ctx, fixture.worker(), deeds(0, 12));
    const alerts = await alertsOf(ctx);
    const found = alerts.map(({ rule_name, actor, occurrences }) => [rule_name, actor, occurrences]);
    expect(found.sort(inOrder)).toEqual([
      ['Bulk', 'bob', 7],
      ['Bulk', 'eve', 12],
      ['User deleted', 'bob', 7],
      ['User deleted', 'eve', 12],
    ]);
  });

  it.each(['goes on', 'dies'])(
    'counts events of a page whose windows were lost and made again while it was being stored by a worker that %s',
    async (fate) => {
      const ctx = fixture.tenant(new Date(Date.UTC(2026, 2, 2, 9, 30)));
      await fixture.rule(ctx, { name: 'Bulk', ...bulk });
      const slow: Ingestion = {
        ...fixture.ingestionOf(fixture.worker()),
        onMoment: async (moment) => {
          if (moment === 'detected') {
            await fixture.loseWindows();
            await fixture.store(ctx, fixture.worker(), deeds(2, 4));
          }
          if (moment === 'events' && fate === 'dies') throw new Error('died');
        },
      };
      const page = { source: 'directory' as const, records: deeds(0, 2), broken: [], location: (at: number) => `test #${at}` };
      const stored = storeRecords(ctx, slow, page);
      if (fate === 'dies') {
        await expect(stored).rejects.toThrow('died');
        await recoverBatches(ctx, fixture.ingestionOf(fixture.worker()), { olderThan: new Date() });
      } else await stored;
      await fixture.store(ctx, fixture.worker(), deeds(4, 5));
      expect(await alertsOf(ctx)).toMatchObject([{ occurrences: 5, window: { count: 5 } }]);
    },
  );

  it('makes windows again that are lost while they are made', async () => {
    const ctx = fixture.tenant(new Date(Date.UTC(2026, 2, 2, 9, 30)));
    await fixture.store(ctx, fixture.worker(), deeds(0, 3));
    await fixture.rule(ctx, { name: 'Bulk', ...bulk });
    const { windows } = fixture.worker();
    let losses = 1;
    const unlucky: Windows = {
      add: (...entries) => windows.add(...entries),
      between: (ranges) => windows.between(ranges),
      since: (rule) => windows.since(rule),
      generation: () => windows.generation(),
      async setSince(...since) {
        if (losses-- > 0) await fixture.loseWindows();
        return windows.setSince(...since);
      },
    };
    await fixture.store(ctx, fixture.worker({ windows: unlucky }), deeds(3, 4));
    await fixture.store(ctx, fixture.worker(), deeds(4, 5));
    expect(await alertsOf(ctx)).toMatchObject([{ occurrences: 5, window: { count: 5 } }]);
  });

  it('counts in windows over event time across pages, and goes on after the windows were lost', async () => {
    const ctx = fixture.tenant(new Date(Date.UTC(2026, 2, 2, 9, 30)));
    await fixture.rule(ctx, { name: 'Bulk', ...bulk });
    await fixture.store(ctx, fixture.worker(), deeds(0, 3));
    expect(await alertsOf(ctx)).toEqual([]);
    await fixture.loseWindows();
    await fixture.store(ctx, fixture.worker(), deeds(4, 5));
    expect(await alertsOf(ctx)).toEqual([]);
    await fixture.store(ctx, fixture.worker(), deeds(3, 4));
    const [alert] = await alertsOf(ctx);
    expect(alert).toMatchObject({ occurrences: 5, window: { count: 5, group: 'id-of-eve' }, first_seen: '2026-03-02T09:00:00.000Z' });
    expect(alert?.event_ids).toHaveLength(5);
  });

  it('notices what comes in order and what was never seen', async () => {
    const ctx = fixture.tenant();
    const step = (name: string, operation: string) => ({ name, conditions: [{ field: 'operation', op: 'eq' as const, value: operation }] });
    await fixture.rule(ctx, {
      name: 'Made and deleted',
      conditions: [{ field: 'service', op: 'eq', value: 'UserManagement' }],
      sequence: { steps: [step('made', 'Add user'), step('deleted', 'Delete user')], group_by: ['targets.id'], window_minutes: 60 },
    });
    await fixture.rule(ctx, {
      name: 'New admin',
      conditions: [{ field: 'service', op: 'eq', value: 'UserManagement' }],
      first_seen: { field: 'actor.id', lookback_days: 1 },
    });
    await fixture.store(ctx, fixture.worker(), [deed('old', -86_400 * 1.5)]);
    await fixture.store(ctx, fixture.worker(), [deed('a', 0, { operation: 'Add user', target: 'tom' })]);
    await fixture.store(ctx, fixture.worker(), [deed('b', 600, { target: 'tom', by: 'mallory' })]);
    const found = (await alertsOf(ctx)).map(({ rule_name, actor, occurrences }) => [rule_name, actor, occurrences]);
    expect(found.sort(inOrder)).toEqual([
      ['Made and deleted', 'mallory', 2],
      ['New admin', 'eve', 1],
      ['New admin', 'mallory', 1],
    ]);
  });

  it('leaves alone what an exception covers until it ends, and what is switched off or deleted', async () => {
    const ctx = fixture.tenant();
    const rule = await fixture.rule(ctx);
    const { rules } = fixture.worker();
    const eve = {
      conditions: [{ field: 'actor.upn', op: 'eq' as const, value: 'EVE@contoso.com' }],
      reason: 'It is her work',
      kind: 'exception' as const,
    };
    await addException(ctx, rules, rule.id, { ...eve, expires_at: '2026-03-02T13:00:00.000Z' });
    const worker = fixture.worker();
    await fixture.store(ctx, worker, [deed('1', 0), deed('2', 0, { by: 'bob' })]);
    expect((await alertsOf(ctx)).map(({ actor }) => actor)).toEqual(['bob']);
    const later = { ...ctx, clock: { now: () => new Date(Date.UTC(2026, 2, 2, 14)) } };
    await fixture.store(later, worker, [deed('3', 0)]);
    expect(await alertsOf(ctx)).toHaveLength(2);
    await enableRule(ctx, rules, rule.id, { enabled: false, version: undefined });
    await fixture.store(later, worker, [deed('4', 7200)]);
    await deleteRule(ctx, rules, rule.id);
    await fixture.store(later, worker, [deed('5', 14_400)]);
    expect(await alertsOf(ctx)).toHaveLength(2);
  });

  it('passes over what an exception for every rule covers', async () => {
    const ctx = fixture.tenant();
    await fixture.rule(ctx);
    await fixture.rule(ctx, { name: 'Another' });
    const { rules } = fixture.worker();
    const conditions = [{ field: 'actor', op: 'contains' as const, value: 'eve' }];
    const added = await addGlobalException(ctx, rules, { conditions, reason: 'Drill', kind: 'exception', expires_at: null });
    const worker = fixture.worker();
    await fixture.store(ctx, worker, [deed('1', 0), deed('2', 0, { by: 'bob' })]);
    expect((await alertsOf(ctx)).map(({ actor }) => actor)).toEqual(['bob', 'bob']);
    await removeGlobalException(ctx, rules, added.id);
    await fixture.store(ctx, worker, [deed('3', 0)]);
    expect(await alertsOf(ctx)).toHaveLength(4);
  });

  it('raises a new alert for what goes on after one was closed, but not for its events again', async () => {
    const ctx = fixture.tenant();
    await fixture.rule(ctx);
    const worker = fixture.worker();
    await fixture.store(ctx, worker, [deed('1', 0), deed('2', 60)]);
    const [first] = await alertsOf(ctx);
    await changeAlert(ctx, worker.alerts, first!.id, { status: 'resolved', reason: 'Seen' });
    await fixture.database.connection.collection('events').deleteMany({ tenant_id: ctx.tenantId });
    await fixture.store(ctx, worker, [deed('2', 60)]);
    expect(await alertsOf(ctx)).toHaveLength(1);
    await fixture.store(ctx, worker, [deed('3', 120)]);
    expect((await alertsOf(ctx)).map(({ status, occurrences }) => [status, occurrences]).sort(inOrder)).toEqual([
      ['open', 1],
      ['resolved', 2],
    ]);
  });

  it('lets a rule that cannot be run fail alone, and shows why', async () => {
    const ctx = fixture.tenant();
    const [broken] = [await fixture.rule(ctx, { name: 'Broken' }), await fixture.rule(ctx)];
    await fixture.database.connection
      .collection<{ _id: string }>('alert_rules')
      .updateOne({ _id: broken.id }, { $set: { 'body.conditions': [{ field: 'operation', op: 'regex', value: '(' }] } });
    await fixture.store(ctx, fixture.worker(), [deed('1', 0)]);
    expect((await alertsOf(ctx)).map(({ rule_name }) => rule_name)).toEqual(['User deleted']);
    expect((await getRule(ctx, fixture.worker().rules, broken.id)).failing).toMatch(/^conditions\[0\]\.value: /);
  });

  it('ties alerts about the same person together, also when they come at once, and keeps others apart', async () => {
    const ctx = fixture.tenant();
    await fixture.rule(ctx);
    await fixture.rule(ctx, { name: 'Role', conditions: [{ field: 'operation', op: 'eq', value: 'Add member to role' }] });
    await Promise.all([
      fixture.store(ctx, fixture.worker(), [deed('1', 0)]),
      fixture.store(ctx, fixture.worker(), [deed('2', 60, { operation: 'Add member to role', category: 'RoleManagement', target: 'tom' })]),
      fixture.store(ctx, fixture.worker(), [deed('3', 120, { by: 'ann', target: 'tom' })]),
      fixture.store(ctx, fixture.worker(), [deed('4', 120, { by: 'zoe', target: 'zed' })]),
    ]);
    const alerts = await alertsOf(ctx);
    const incident = new Map(alerts.map(({ event_id, incident_id }) => [event_id, incident_id]));
    expect(incident.get('Directory_1')).toBe(incident.get('Directory_2'));
    expect(incident.get('Directory_3')).toBe(incident.get('Directory_2'));
    expect(incident.get('Directory_4')).not.toBe(incident.get('Directory_2'));
  });

  it('raises the same alerts for a burst as for its events one by one', async () => {
    const deeds = Array.from({ length: 40 }, (_, n) => deed(String(n), ((n * 7) % 40) * 900, { by: n % 3 === 0 ? 'ann' : 'bob' }));
    const found = async (batches: ReturnType<typeof deed>[][]) => {
      const ctx = fixture.tenant();
      await fixture.rule(ctx);
      for (const batch of batches) await fixture.store(ctx, fixture.worker(), batch);
      const alerts = await alertsOf(ctx);
      return alerts.map(({ actor, occurrences, event_ids }) => [actor, occurrences, event_ids.toSorted()]).sort(inOrder);
    };
    const byTime = deeds.toSorted((a, b) => String(a.activityDateTime).localeCompare(String(b.activityDateTime)));
    const one = await found(byTime.map((own) => [own]));
    expect(one.length).toBeGreaterThan(1);
    expect(await found([byTime])).toEqual(one);
    expect(await found([byTime.slice(0, 15), byTime.slice(15)])).toEqual(one);
  });

  it('raises the alerts that a crash left decided and unwritten, once each', async () => {
    const ctx = fixture.tenant();
    await fixture.rule(ctx);
    const deeds = ['ann', 'bob', 'ann', 'eve'].map((by, n) => deed(String(n), n * 60, { by }));
    const seen = async () => (await alertsOf(ctx)).map(({ id, actor, occurrences }) => [actor, occurrences, id]).sort(inOrder);
    await fixture.store(ctx, fixture.worker(), deeds);
    const before = await seen();
    expect(before.map(([, occurrences]) => occurrences)).toEqual([2, 1, 1]);
    // The decisions stay; all alerts, then one of them, are not there yet.
    for (const gone of [{ tenant_id: ctx.tenantId }, { tenant_id: ctx.tenantId, occurrences: 2 }]) {
      await fixture.database.connection.collection('alerts').deleteMany(gone);
      await fixture.database.connection.collection('events').deleteMany({ tenant_id: ctx.tenantId });
      await fixture.store(ctx, fixture.worker(), deeds);
      expect(await seen()).toEqual(before);
    }
  });

  it('puts an alert into its incident when a crash came in between', async () => {
    const ctx = fixture.tenant();
    await fixture.rule(ctx);
    await fixture.rule(ctx, { name: 'Role', conditions: [{ field: 'operation', op: 'eq', value: 'Add member to role' }] });
    const role = deed('2', 60, { operation: 'Add member to role', category: 'RoleManagement', target: 'tom' });
    await fixture.store(ctx, fixture.worker(), [deed('1', 0)]);
    await fixture.store(ctx, fixture.worker(), [role]);
    const before = await alertsOf(ctx);
    const collections = fixture.database.connection;
    for (const { id } of before)
      await collections.collection<{ _id: string }>('alerts').updateOne({ _id: id }, { $set: { incident_id: id } });
    await collections.collection('events').deleteMany({ tenant_id: ctx.tenantId });
    await fixture.store(ctx, fixture.worker(), [role]);
    const incidents = (await alertsOf(ctx)).map(({ incident_id }) => incident_id);
    expect(incidents).toHaveLength(2);
    expect(new Set(incidents).size).toBe(1);
  });
});
