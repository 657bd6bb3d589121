import { allRoutes, askBodySchema, checkedRuleBodySchema, type RouteContract, type TenantId } from '@aoc/contracts';
import { requestAnswer, runAnswerJob } from '@aoc/server/ask';
import { limitsIn, requestContext, systemClock } from '@aoc/server/context';
import { createRule } from '@aoc/server/rules';
import { waitFor } from '@aoc/testing';
import { startSimulator, type Simulator } from '@aoc/tools/microsoft-simulator';
import type { CallInput } from '../testing/api-client';
import { apiFixture, OTHER_TENANT, TENANT } from '../testing/api-fixture';
import { mcpFixture, type McpFixture } from '../testing/mcp-fixture';
import { auditRecord, type RecordInput } from '../testing/records';

/** Stands in what the first tenant hides, and nowhere else. */
const HIDDEN = 'ZZHIDDENZZ';
/** Stands in events of the same service of the second tenant, which hides nothing of it. */
const SHOWN = 'ZZSHOWNZZ';
const ROLE = 'Privacy.Customer';
/** By PRIVACY_SERVICE_ROLES: counts where a tenant names no roles of its own. */
const USUAL_ROLE = 'Privacy.Usual';
const PERSON = '11111111-2222-4333-8444-555555555555';
const recently = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
const marked = (mark: string): Omit<RecordInput, 'id'> => ({
  actor: { display: `${mark} Alice`, upn: `alice@${mark}.com` },
  target: { display: `${mark}-PC`, type: 'Device' },
  result: mark,
});
type Caller = Pick<CallInput, 'headers'>;

describe('privacy settings of each tenant', () => {
  let simulator: Simulator;
  let api: McpFixture;
  beforeAll(async () => {
    const few = { events: 20, days: 1, company: { users: 3 } };
    simulator = await startSimulator({ seed: 7, tenants: [TENANT, OTHER_TENANT].map((tenantId) => ({ ...few, tenantId })) });
    api = await mcpFixture('tenant_privacy', {
      LOGIN_URL: simulator.loginUrl,
      PRIVACY_SERVICES: 'Calendar',
      PRIVACY_SERVICE_ROLES: USUAL_ROLE,
      PUBLIC_URL: 'https://aoc.example.com',
    });
    for (const tenant of [TENANT, OTHER_TENANT]) {
      const conditions = [{ field: 'targets.display', op: 'ends_with', value: 'PC' }];
      const body = checkedRuleBodySchema.parse({ name: 'A device', severity: 'high', message: 'A device', conditions });
      await createRule(api.context(tenant), api.deps.detection.rules, { body, origin: 'own' });
    }
    for (const [tenant, mark] of [
      [TENANT, HIDDEN],
      [OTHER_TENANT, SHOWN],
    ] as const)
      await api.seed(
        [
          auditRecord({ id: `${tenant}-plain`, at: recently(30), target: { display: 'PLAIN-PC', type: 'Device' } }),
          auditRecord({ id: `${tenant}-mail`, at: recently(29), service: 'Mailbox', ...marked(mark) }),
          auditRecord({
            id: `${tenant}-secret`,
            at: recently(28),
            operation: 'Read secret',
            ...marked(mark),
            actor: { display: `${mark} Bob`, upn: `bob@${mark}.com` },
          }),
          auditRecord({ id: `${tenant}-calendar`, at: recently(27), service: 'Calendar' }),
        ],
        tenant,
      );
    const privacy = { services: ['Mailbox'], operations: ['Read secret'], roles: [ROLE] };
    const body = { privacy };
    const changed = await api.client.ok(allRoutes.changeTenant, { params: { id: TENANT }, body, ...person(['AOC.MspAdmin', USUAL_ROLE]) });
    expect(changed.privacy).toEqual(privacy);
  });
  afterAll(async () => {
    await api.stop();
    await simulator.stop();
  });

  const person = (roles: string[], tenant: string = TENANT): { headers: Record<string, string> } => {
    const claims = { aud: '7e1f0a52-3c0e-4e0d-9f6e-5d1f3f0a9b21', oid: PERSON, sub: 's', scp: 'access', name: 'Somebody', roles };
    return {
      headers: { authorization: `Bearer ${simulator.control.mintToken(tenant, { ...claims, preferred_username: 's@example.com' })}` },
    };
  };
  const key = async (role: 'admin' | 'msp_admin' = 'admin', tenant: TenantId = TENANT, seesHidden = false) => ({
    headers: { authorization: `Bearer ${await api.key(role, tenant, seesHidden)}` },
  });
  const within = ({ headers }: Caller, tenant: string): Caller => ({ headers: { ...headers, 'x-aoc-tenant': tenant } });

  /** Ids of the events that a caller sees, after all that tells of events said the same: lists, numbers, charts, exports, alerts, questions. */
  async function walk(caller: Caller): Promise<{ ids: string[]; text: string }> {
    const texts: string[] = [];
    const call = async (contract: RouteContract, input: CallInput = {}) => {
      const reply = await api.client.call(contract, { ...input, headers: { ...caller.headers, ...input.headers } });
      expect([contract.operationId, reply.status, reply.text]).toEqual([contract.operationId, 200, reply.text]);
      texts.push(reply.text);
    };
    const page = await api.client.ok(allRoutes.listEvents, caller);
    const ids = page.items.map(({ id }) => id).toSorted();
    const total = page.total;
    expect([total, page.total_is_exact]).toEqual([ids.length, true]);
    const start = recently(600);
    const facets = [{}, { start }].map(async (query) => (await api.client.ok(allRoutes.facets, { query, ...caller })).counted);
    const charts = [{ start }, { start, interval: '3600' }, { start, split: 'service' }].map(
      async (query) => (await api.client.ok(allRoutes.histogram, { query, ...caller })).total,
    );
    expect(new Set(await Promise.all([...facets, ...charts]))).toEqual(new Set([total]));
    const wanted = [{}, { service: 'Mailbox' }, { search: `${HIDDEN}-PC` }, { actor: HIDDEN }, { q: 'operation:"Read secret"' }];
    await Promise.all([
      ...wanted.map((query) => call(allRoutes.listEvents, { query })),
      ...[allRoutes.facets, allRoutes.histogram, allRoutes.filterOptions].map((contract) => call(contract)),
      ...['csv', 'ndjson', 'json'].map((format) => call(allRoutes.exportEvents, { query: { format } })),
      ...[allRoutes.listAlerts, allRoutes.alertSummary, allRoutes.alertQuality, allRoutes.listIncidents].map((contract) => call(contract)),
    ]);
    const exported = (await api.client.call(allRoutes.exportEvents, { query: { format: 'ndjson' }, ...caller })).text.trim().split('\n');
    expect(exported).toHaveLength(total);
    const alerts = await api.client.ok(allRoutes.listAlerts, caller);
    const devices = ids.filter((id) => !id.endsWith('calendar')).length;
    expect([alerts.total, (await api.client.ok(allRoutes.alertSummary, caller)).total_open]).toEqual([devices, devices]);
    expect((await api.client.ok(allRoutes.alertQuality, caller)).items.reduce((sum, item) => sum + item.alerts, 0)).toBe(devices);
    return { ids, text: texts.join('\n') };
  }
  const ofTenant = (tenant: string, ...names: string[]) => names.map((name) => `${tenant}-${name}`).toSorted();

  it.each([
    ['a person without the role', () => person(['AOC.Viewer'])],
    ['an administrator without the role', () => person(['AOC.Admin'])],
    ['a holder of the role that is one elsewhere', () => person(['AOC.Admin', USUAL_ROLE])],
    ['an API key without it', () => key()],
    ['a key that serves all tenants, with the sight of another', () => key('msp_admin', OTHER_TENANT, true)],
  ])('hide from %s: in lists, counts, facets, charts, exports and alerts', async (_name, callerOf) => {
    const caller = within(await callerOf(), TENANT);
    const { ids, text } = await walk(caller);
    expect(ids).toEqual(ofTenant(TENANT, 'plain', 'calendar'));
    expect(text).not.toContain(HIDDEN);
    expect(await api.client.ok(allRoutes.me, caller)).toMatchObject({ privacy_role: false });
    for (const name of ['mail', 'secret']) {
      const params = { id: `${TENANT}-${name}` };
      await api.client.problem(allRoutes.getEvent, 404, { params, ...caller });
      const explained = await api.client.problem(allRoutes.explainEvent, 403, { params, ...caller });
      expect(explained.code).toBe('privacy_gated');
    }
    const asked = await api.client.call(allRoutes.ask, { body: { question: `What did ${HIDDEN} Alice do today?` }, ...caller });
    expect(JSON.stringify(asked.body).replaceAll(`What did ${HIDDEN} Alice do today?`, '')).not.toContain(`${HIDDEN}-PC`);
  });

  it.each([
    ['a person with the role', () => person(['AOC.Viewer', ROLE])],
    ['a key with the sight', () => key('admin', TENANT, true)],
  ])('hide nothing from %s', async (_name, callerOf) => {
    const caller = await callerOf();
    const { ids, text } = await walk(caller);
    expect(ids).toEqual(ofTenant(TENANT, 'plain', 'mail', 'secret', 'calendar'));
    expect(text).toContain(HIDDEN);
    expect(await api.client.ok(allRoutes.me, caller)).toMatchObject({ privacy_role: true });
  });

  it('are those of the environment where a tenant has none', async () => {
    const visible = async (caller: Caller) => (await walk(caller)).ids;
    expect(await visible(person(['AOC.Viewer'], OTHER_TENANT))).toEqual(ofTenant(OTHER_TENANT, 'plain', 'mail', 'secret'));
    expect(await visible(await key('admin', OTHER_TENANT))).toEqual(ofTenant(OTHER_TENANT, 'plain', 'mail', 'secret'));
    expect(await visible(person(['AOC.Viewer', USUAL_ROLE], OTHER_TENANT))).toHaveLength(4);
    expect(await visible(person(['AOC.Viewer', ROLE], OTHER_TENANT))).toHaveLength(3);
  });

  it.each([
    ['a person', () => person(['AOC.MspAdmin'])],
    ['a key', () => key('msp_admin')],
  ])('hold for each tenant by itself when all are read at once, by %s', async (_name, callerOf) => {
    const all = within(await callerOf(), '*');
    const { ids, text } = await walk(all);
    const seen = [...ofTenant(TENANT, 'plain', 'calendar'), ...ofTenant(OTHER_TENANT, 'plain', 'mail', 'secret')];
    expect(ids).toEqual(seen.toSorted());
    expect([text.includes(HIDDEN), text.includes(SHOWN)]).toEqual([false, true]);
    const services = (await api.client.ok(allRoutes.facets, { query: { fields: 'service' }, ...all })).facets[0]?.values;
    expect(services).toEqual(expect.arrayContaining([expect.objectContaining({ value: 'Mailbox', count: 1 })]));
    const health = await api.client.ok(allRoutes.sourceHealth, all);
    expect(new Set(health.sources.map(({ tenant_id }) => tenant_id))).toEqual(new Set([TENANT, OTHER_TENANT]));
  });

  it('hold in a download of all tenants, for which a ticket stands', async () => {
    const all = within(person(['AOC.MspAdmin']), '*');
    const { ticket } = await api.client.ok(allRoutes.createTicket, { body: { operation_id: 'exportEvents' }, ...all });
    const { text } = await api.client.call(allRoutes.exportEvents, { query: { format: 'ndjson', ticket } });
    expect(text.trim().split('\n')).toHaveLength(5);
    expect([text.includes(HIDDEN), text.includes(SHOWN)]).toEqual([false, true]);
  });

  it('hold for assistants', async () => {
    for (const [role, header, shown] of [
      ['admin', TENANT, false],
      ['msp_admin', '*', true],
    ] as const) {
      const client = await api.connect(await api.key(role), 'http', { 'x-aoc-tenant': header });
      for (const [name, args] of [
        ['search_events', {}],
        ['search_events', { query: 'service:Mailbox' }],
        ['list_alerts', {}],
        ['get_summary', {}],
      ] as const) {
        const text = JSON.stringify(await client.callTool({ name, arguments: args }));
        expect([name, text.includes(HIDDEN)]).toEqual([name, false]);
        if (name === 'search_events') expect(text.includes(SHOWN)).toBe(shown);
      }
    }
  });

  it('hold for tags for all and for live views', async () => {
    const caller = person(['AOC.Analyst']);
    expect(await api.client.ok(allRoutes.bulkTags, { body: { tags: ['seen'] }, ...caller })).toEqual({ matched: 2, modified: 2 });
    expect(await api.client.ok(allRoutes.bulkTags, { body: { tags: [], mode: 'replace' }, ...caller })).toMatchObject({ matched: 2 });
    const ended = new AbortController();
    const view = async (headers: Record<string, string>) => {
      const response = await fetch(`${api.url}/api/events/stream`, { headers, signal: ended.signal });
      let text = '';
      void (async () => {
        for await (const chunk of response.body ?? []) text += Buffer.from(chunk).toString();
      })().catch(() => undefined);
      return () => text;
    };
    const [limited, seeing] = [await view(caller.headers), await view(person(['AOC.Viewer', ROLE]).headers)];
    await api.seed([
      auditRecord({ id: `${TENANT}-live-mail`, at: recently(1), service: 'Mailbox', ...marked(HIDDEN) }),
      auditRecord({ id: `${TENANT}-live`, at: recently(1) }),
    ]);
    await waitFor('both views to get what is new', () => [limited, seeing].every((text) => text().includes(`"${TENANT}-live"`)));
    ended.abort();
    expect([limited().includes(HIDDEN), seeing().includes(HIDDEN)]).toEqual([false, true]);
    const rows = api.database.connection.db?.collection('events');
    await rows?.deleteMany({ id: { $regex: '-live' } });
    await api.database.connection.db?.collection('alerts').deleteMany({ event_id: { $regex: '-live' } });
  });

  it('may be made stricter by any administrator, and looser by holders of the role alone', async () => {
    const params = { id: TENANT };
    const usual = { services: ['Mailbox'], operations: ['Read secret'], roles: [ROLE] };
    const change = (privacy: object | null, caller: Caller, status: number) =>
      status === 200
        ? api.client.ok(allRoutes.changeTenant, { params, body: { privacy }, ...caller })
        : api.client.problem(allRoutes.changeTenant, status, { params, body: { privacy }, ...caller });
    const admin = person(['AOC.Admin']);
    for (const looser of [
      null,
      { ...usual, services: [] },
      { ...usual, operations: ['Read secrets'] },
      { ...usual, roles: null },
      { ...usual, roles: [ROLE, 'AOC.Admin'] },
    ])
      for (const caller of [admin, person(['AOC.MspAdmin']), await key('msp_admin', OTHER_TENANT, true)])
        expect(await change(looser, caller, 403)).toMatchObject({ errors: [{ path: 'body.privacy' }] });
    await change({ ...usual, services: ['Mailbox', 'UserManagement'] }, admin, 200);
    expect((await api.client.ok(allRoutes.listEvents, admin)).items.map(({ id }) => id)).toEqual([`${TENANT}-calendar`]);
    await change(usual, admin, 403);
    await change(usual, person(['AOC.Admin', ROLE]), 200);
    for (const nonsense of [
      { services: [''], operations: [] },
      { services: 'Mailbox', operations: [] },
      { services: [] },
      { ...usual, more: 1 },
    ])
      await change(nonsense, admin, 400);
    expect(await api.client.ok(allRoutes.getTenant, { params, ...admin })).toMatchObject({ privacy: usual });
  });

  it('that are changed hold within ten seconds elsewhere, in views that are open, and for answers that wait', async () => {
    const env = Object.fromEntries(
      (['AUTH_TENANT_ID', 'AUTH_CLIENT_ID', 'LOGIN_URL', 'PRIVACY_SERVICE_ROLES', 'ENCRYPTION_KEY', 'QUEUE_PREFIX'] as const).map(
        (name) => [name, [api.deps.config[name]].flat().join()],
      ),
    );
    const other = await apiFixture('tenant_privacy_2', {
      env: { ...env, AUTH_ENABLED: 'true', PRIVACY_SERVICES: 'Calendar' },
      database: api.database,
      licence: api.deps.licence,
    });
    try {
      const viewer = person(['AOC.Analyst', ROLE], OTHER_TENANT);
      const ids = async () => (await other.client.ok(allRoutes.listEvents, viewer)).items.map(({ id }) => id).toSorted();
      expect(await ids()).toEqual(ofTenant(OTHER_TENANT, 'plain', 'mail', 'secret'));
      const asker = { id: PERSON, display: 'Somebody', kind: 'user' as const };
      const may = { role: 'analyst' as const, privacy: limitsIn([OTHER_TENANT], { hiddenServices: ['Calendar'], hiddenOperations: [] }) };
      const ctx = requestContext({ tenantId: OTHER_TENANT, actor: asker, requestId: 'asked', ...may });
      const question = askBodySchema.parse({ question: 'How many events were there today?' });
      const job_id = await requestAnswer(ctx, api.deps.ask.cache, api.deps.queue, question);
      const run = { tenantId: OTHER_TENANT, jobId: job_id, clock: systemClock, signal: new AbortController().signal, last: true };
      await runAnswerJob(api.deps.ask, run);
      const job = () => api.client.ok(allRoutes.getJob, { params: { job_id }, ...viewer });
      expect(await job()).toMatchObject({ status: 'complete' });
      const response = await fetch(`${other.url}/api/events/stream`, viewer);
      let over = false;
      void response.text().finally(() => (over = true));
      const params = { id: OTHER_TENANT };
      const privacy = { services: ['Mailbox', 'Calendar'], operations: [] };
      await api.client.ok(allRoutes.changeTenant, { params, body: { privacy }, ...person(['AOC.Admin'], OTHER_TENANT) });
      expect((await api.client.ok(allRoutes.listEvents, viewer)).total).toBe(2);
      expect(await job()).toMatchObject({ status: 'failed', result: null, error: expect.stringContaining('Ask again') });
      await waitFor('the change to hold in the other process', async () => over && (await ids()).length === 2, 10_000);
      expect(await ids()).toEqual(ofTenant(OTHER_TENANT, 'plain', 'secret'));
    } finally {
      await other.stop();
    }
  });
});
