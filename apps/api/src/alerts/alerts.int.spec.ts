import { alertRoutes, allRoutes, ruleRoutes, type Alert } from '@aoc/contracts';
import { HIDES_NOTHING, limitsIn, type ReadContext } from '@aoc/server/context';
import { getAlert as findAlert, listAlerts } from '@aoc/server/alerts';
import { apiFixture, type ApiFixture } from '../testing/api-fixture';
import { auditRecord } from '../testing/records';

describe('alerts over HTTP', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await apiFixture('alerts', { env: { ALERTS_ENABLED: 'true', ALERT_DEDUPE_MINUTES: '0' } });
    const conditions = [{ field: 'operation', op: 'eq' as const, value: 'Update user' }];
    await api.client.ok(ruleRoutes.createRule, { body: { name: 'Updated', severity: 'high', conditions } });
    await api.client.ok(ruleRoutes.createRule, {
      body: { name: 'Group', severity: 'low', conditions: [{ field: 'operation', op: 'eq', value: 'Update group' }] },
    });
    await api.seed(Array.from({ length: 12 }, (_none, n) => auditRecord({ id: `u${n}`, at: `2026-03-01T0${n % 6}:00:00Z` })));
    await api.seed([auditRecord({ id: 'g', at: '2026-03-01T06:30:00Z', operation: 'Update group', service: 'GroupManagement' })]);
  });
  afterAll(() => api.stop());

  const list = async (query: Record<string, string> = {}): Promise<Alert[]> =>
    (await api.client.ok(alertRoutes.listAlerts, { query: { page_size: '100', ...query } })).items;
  const one = async (event: string): Promise<Alert> => {
    const alert = (await list()).find(({ event_id }) => event_id === event);
    if (!alert) throw new Error(`no alert of ${event}`);
    return alert;
  };

  it('are listed by time and by severity, filtered, page by page without a repeat or a gap', async () => {
    expect((await list({ sort: 'severity' })).map(({ severity }) => severity)).toEqual([...Array<string>(12).fill('high'), 'low']);
    expect((await list({ severity: 'low' })).map(({ rule_name }) => rule_name)).toEqual(['Group']);
    expect(await list({ rule_name: 'Updated', actor: 'ALICE' })).toHaveLength(12);
    expect(await list({ actor: 'nobody' })).toEqual([]);
    for (const sort of ['newest', 'severity']) {
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const query: Record<string, string> = { page_size: '5', sort, ...(cursor === null ? {} : { cursor }) };
        const page = await api.client.ok(alertRoutes.listAlerts, { query });
        if (cursor === null) expect([page.total, page.total_is_exact]).toEqual([13, true]);
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.next_cursor;
      } while (cursor !== null);
      expect([sort, seen.length, new Set(seen).size]).toEqual([sort, 13, 13]);
    }
    const second = await api.client.ok(alertRoutes.listAlerts, { query: { page: '2', page_size: '10' } });
    expect(second.items).toHaveLength(3);
    await api.client.problem(alertRoutes.listAlerts, 400, { query: { cursor: 'bm9uc2Vuc2U', page_size: '5' } });
    await api.client.problem(alertRoutes.listAlerts, 400, { query: { page: '1000', page_size: '500' } });
  });

  it('go from open to closed and back, with who, when and why', async () => {
    const { id } = await one('u0');
    const change = (body: Record<string, unknown>) => api.client.ok(alertRoutes.changeAlert, { params: { id }, body });
    const acknowledged = await change({ status: 'acknowledged', assignee: 'me' });
    expect(acknowledged).toMatchObject({
      status: 'acknowledged',
      assignee: expect.stringMatching(/./),
      acknowledged_at: expect.any(String),
    });
    const refused = await api.client.problem(alertRoutes.changeAlert, 400, { params: { id }, body: { status: 'false_positive' } });
    expect(refused.errors).toEqual([{ path: 'body.reason', message: 'is required for false_positive' }]);
    const closed = await change({ status: 'false_positive', reason: 'Planned work' });
    expect(closed).toMatchObject({ status: 'false_positive', close_reason: 'Planned work', closed_at: expect.any(String) });
    const reopened = await change({ status: 'open' });
    expect(reopened).toMatchObject({ status: 'open', close_reason: null, closed_at: null, acknowledged_at: acknowledged.acknowledged_at });
    expect(reopened.history.map(({ change: what, to }) => [what, to])).toEqual([
      ['raised', 'open'],
      ['status', 'acknowledged'],
      ['assigned', acknowledged.assignee],
      ['status', 'false_positive'],
      ['reopened', 'open'],
    ]);
    expect(await change({ status: 'open' })).toEqual(reopened);
    // Clients of 1.x send a status and nothing else.
    const setStatus = (status: 'resolved' | 'false_positive') =>
      api.client.ok(alertRoutes.setAlertStatus, { params: { id }, body: { status } });
    expect(await setStatus('false_positive')).toMatchObject({ status: 'false_positive', close_reason: null });
    expect(await setStatus('resolved')).toMatchObject({ status: 'resolved', close_reason: null });
  });

  it('are changed by one of two who saw the same, and the other is told', async () => {
    const { id, version } = await one('u1');
    const replies = await Promise.all(
      ['acknowledged', 'resolved'].map((status) => api.client.call(alertRoutes.changeAlert, { params: { id }, body: { status, version } })),
    );
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const comments = Array.from({ length: 8 }, (_none, n) => ({ text: `comment ${n}` }));
    await Promise.all(comments.map((body) => api.client.ok(alertRoutes.commentAlert, { params: { id }, body })));
    expect((await one('u1')).comments.map(({ text }) => ({ text })).toSorted((a, b) => (a.text < b.text ? -1 : 1))).toEqual(comments);
  });

  it('are changed many at once, and what fails is named', async () => {
    const ids = (await list({ rule_name: 'Updated', status: 'open' })).slice(0, 4).map(({ id }) => id);
    const body = { ids: [...ids, 'none'], status: 'resolved', reason: 'Drill' };
    expect(await api.client.ok(alertRoutes.bulkAlerts, { body })).toEqual({
      changed: 4,
      unchanged: 0,
      failed: [{ id: 'none', message: expect.stringMatching(/^There is no alert with this id here\. Load the list again/) }],
    });
    expect(await api.client.ok(alertRoutes.bulkAlerts, { body: { ids, status: 'resolved' } })).toMatchObject({ changed: 0, unchanged: 4 });
  });

  it('add up in summary, quality and statistics of their rules', async () => {
    const alerts = await list();
    const having = (status: string) => alerts.filter((alert) => alert.status === status).length;
    const summary = await api.client.ok(alertRoutes.alertSummary);
    expect(summary).toMatchObject({ total_open: having('open'), total_resolved: having('resolved'), total_false_positive: 0 });
    expect(summary.by_status_severity.reduce((sum, { count }) => sum + count, 0)).toBe(13);
    const quality = await api.client.ok(alertRoutes.alertQuality);
    expect(quality.items[0]).toMatchObject({
      rule_name: 'Updated',
      alerts: 12,
      events: 12,
      resolved: having('resolved'),
      false_positive_rate: 0,
    });
    const rule = (await api.client.ok(ruleRoutes.listRules)).items.find(({ name }) => name === 'Updated');
    expect(rule?.stats).toMatchObject({ alerts_30d: 12, false_positives_30d: 0 });
    const [incident] = (await api.client.ok(alertRoutes.listIncidents)).items;
    expect(incident).toMatchObject({ alerts: 13, severity: 'high', status: 'open', rules: expect.arrayContaining(['Updated', 'Group']) });
  });

  it('of what somebody may not see are not seen', async () => {
    const context = api.context();
    const limited: ReadContext = {
      ...context,
      privacy: limitsIn(context.tenants, { ...HIDES_NOTHING, hiddenOperations: ['Update user'] }),
    };
    const page = await listAlerts(limited, api.deps.detection.alerts, { sort: 'newest', page_size: 50 }, 50);
    expect([page.total, page.items.map(({ rule_name }) => rule_name)]).toEqual([1, ['Group']]);
    await expect(findAlert(limited, api.deps.detection.alerts, (await one('u2')).id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('come on the live stream when they are raised', async () => {
    const ended = new AbortController();
    const response = await fetch(`${api.url}${allRoutes.streamEvents.path}?q=${encodeURIComponent('operation:"Update user"')}`, {
      signal: ended.signal,
    });
    await api.seed([auditRecord({ id: 'live' }), auditRecord({ id: 'live-g', operation: 'Update group', service: 'GroupManagement' })]);
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      if (text.includes('event: alert') && text.includes('event: stored') && text.endsWith('\n\n')) break;
    }
    ended.abort();
    const alerts = text.split('\n\n').flatMap((message) => /event: alert\ndata: (.*)/.exec(message)?.[1] ?? []);
    expect(alerts.map((data): unknown => JSON.parse(data))).toEqual([expect.objectContaining({ event_id: 'live', rule_name: 'Updated' })]);
  });
});
