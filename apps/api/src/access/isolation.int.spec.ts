import { allRoutes, checkedRuleBodySchema, PROVIDER_SCOPE, type RouteContract } from '@aoc/contracts';
import { requestFetch } from '@aoc/server/ingestion';
import { notifyAlerts } from '@aoc/server/notifications';
import { ScopedCollection } from '@aoc/server/mongo';
import { asProvider, createRule, replaceRule } from '@aoc/server/rules';
import { buildAlert } from '@aoc/testing';
import { randomBytes } from 'node:crypto';
import type { CallInput } from '../testing/api-client';
import { apiFixture, OTHER_TENANT, TENANT, type ApiFixture } from '../testing/api-fixture';
import { auditRecord } from '../testing/records';

/** Stands in everything that the other tenant has, and nowhere else. */
const MARK = 'ZZMARKZZ';

const form = (name: string, content: string): FormData => {
  const data = new FormData();
  data.append('file', new Blob([content]), name);
  return data;
};

describe('two tenants in one database', () => {
  let mine: ApiFixture;
  let theirs: ApiFixture;
  /** Rules of the provider: for the other tenant, and for both with an exception of the other tenant. */
  let forThem: string;
  let forBoth: string;
  let theirException: string;
  beforeAll(async () => {
    const env = { ENCRYPTION_KEY: randomBytes(32).toString('base64'), AI_FEATURES_ENABLED: 'true' };
    mine = await apiFixture('isolation', { env });
    const hook = `https://${MARK}.example.com/environment`;
    theirs = await apiFixture('isolation_b', {
      env: { ...env, TENANT_ID: OTHER_TENANT, ALERT_WEBHOOK_URL: hook, ALERTS_ENABLED: 'true' },
      database: mine.database,
    });
    await mine.seed([auditRecord({ id: 'same' }), auditRecord({ id: 'mine' })]);
    const conditions = [{ field: 'actor.display', op: 'contains' as const, value: MARK }];
    await theirs.client.ok(allRoutes.createRule, { body: { name: `Rule ${MARK}`, severity: 'high', message: MARK, conditions } });
    const provider = asProvider(theirs.context(OTHER_TENANT));
    const shared = { severity: 'low' as const, conditions: [{ field: 'operation', op: 'eq' as const, value: 'Nothing' }] };
    const rules = theirs.deps.detection.rules;
    const create = async (body: object) =>
      (await createRule(provider, rules, { origin: 'own', body: checkedRuleBodySchema.parse({ ...shared, ...body }) })).id;
    forThem = await create({ name: `Theirs ${MARK}`, message: MARK, tenants: [OTHER_TENANT] });
    // It was theirs alone, and said so, before it was for both.
    forBoth = await create({ name: `Before ${MARK}`, tenants: [OTHER_TENANT] });
    const body = checkedRuleBodySchema.parse({ ...shared, name: 'For both', tenants: [TENANT, OTHER_TENANT] });
    await replaceRule(provider, rules, forBoth, { version: 1, body });
    const except = { params: { id: forBoth }, body: { conditions, reason: MARK } };
    theirException = (await theirs.client.ok(allRoutes.addException, except)).exceptions[0]?.id ?? '';
    const actor = { display: `${MARK} Alice`, upn: `alice@${MARK}.com` };
    const target = { display: `${MARK}-PC`, type: 'Device' };
    const look = { actor, target, operation: `Update ${MARK}`, service: `Service${MARK}`, result: MARK };
    await theirs.seed(
      [auditRecord({ id: 'same', ...look }), auditRecord({ id: 'theirs', ...look }), auditRecord({ id: `only-${MARK}`, ...look })],
      OTHER_TENANT,
    );
    const headers = { 'idempotency-key': 'shared-key' };
    await theirs.client.ok(allRoutes.bulkTags, { body: { tags: [MARK, 'shared'] }, headers });
    await theirs.client.ok(allRoutes.addComment, { params: { id: 'same' }, body: { text: MARK }, headers });
    await theirs.client.ok(allRoutes.createImport, { body: form(`${MARK}.ndjson`, `{"a":"${MARK}"}\n{"broken ${MARK}\n`) });
    await theirs.client.ok(allRoutes.createSavedSearch, { body: { name: 'theirs', filters: { actor: MARK } } });
    const channel = { name: MARK, kind: 'webhook', url: `https://${MARK}.example.com/hook`, secret: `${MARK} secret` };
    await theirs.client.ok(allRoutes.createChannel, { body: channel });
    await notifyAlerts(theirs.context(OTHER_TENANT), theirs.deps.notifications, [
      buildAlert({ id: 'their-alert', tenant_id: OTHER_TENANT, rule_name: MARK }),
    ]);
    await theirs.client.ok(allRoutes.createApiKey, { body: { name: MARK } });
    await requestFetch(theirs.context(OTHER_TENANT), theirs.deps.ingestion, theirs.deps.queue, { hours: 2 });
  });
  afterAll(async () => {
    await theirs.stop();
    await mine.stop();
  });

  /** Every stored document of the other tenant, and of the provider, as text. */
  async function theirDocuments(): Promise<string[]> {
    const { db } = mine.database.connection;
    if (!db) throw new Error('no connection');
    const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name);
    const rows = await Promise.all(
      names.map(
        async (name) =>
          [
            name,
            await db
              .collection(name)
              .find({ tenant_id: { $in: [OTHER_TENANT, PROVIDER_SCOPE] } })
              .toArray(),
          ] as const,
      ),
    );
    return rows.flatMap(([name, documents]) => documents.map((document) => `${name} ${JSON.stringify(document)}`)).toSorted();
  }

  /** Calls of every route that point at what the other tenant has. */
  async function attempts(): Promise<[RouteContract, CallInput][]> {
    const page = await theirs.client.ok(allRoutes.listEvents, { query: { page_size: '1' } });
    const [event] = page.items;
    const [upload] = (await theirs.client.ok(allRoutes.listImports)).items;
    const { db } = mine.database.connection;
    const run = await db?.collection<{ _id: string; tenant_id: string }>('fetch_runs').findOne({ tenant_id: OTHER_TENANT });
    const [search] = (await theirs.client.ok(allRoutes.listSavedSearches)).items;
    const alerts = await theirs.client.ok(allRoutes.listAlerts, { query: { page_size: '1' } });
    const [alert] = alerts.items;
    if (!alert?.incident_id || !alert.rule_id) throw new Error('the other tenant has no alert');
    const conditions = [{ field: 'actor.display', op: 'eq' as const, value: `Nobody ${MARK}` }];
    const everywhere = await theirs.client.ok(allRoutes.addGlobalException, { body: { conditions, reason: MARK } });
    const aRule = { name: 'mine', severity: 'low' as const, conditions: [{ field: 'actor.display', op: 'exists' as const, value: true }] };
    const rules: [RouteContract, CallInput][] = [
      [allRoutes.listRules, {}],
      [allRoutes.listRules, { headers: { 'x-aoc-tenant': '*' } }],
      [allRoutes.createRule, { body: aRule, headers: { 'idempotency-key': 'shared-key' } }],
      [allRoutes.ruleFields, {}],
      [allRoutes.exportRules, {}],
      [allRoutes.importRules, { body: { format: 'aoc', content: JSON.stringify({ aoc_rules: 1, rules: [aRule] }) } }],
      [allRoutes.previewRule, { body: { rule: aRule, start: '2000-01-01' } }],
      [allRoutes.previewRule, { body: { rule: aRule, compare_with: alert.rule_id } }],
      [allRoutes.getRule, { params: { id: alert.rule_id } }],
      [allRoutes.replaceRule, { params: { id: alert.rule_id }, body: aRule }],
      [allRoutes.enableRule, { params: { id: alert.rule_id }, body: { enabled: false } }],
      [allRoutes.deleteRule, { params: { id: alert.rule_id } }],
      [allRoutes.ruleHistory, { params: { id: alert.rule_id } }],
      [allRoutes.addException, { params: { id: alert.rule_id }, body: { conditions: aRule.conditions, reason: 'x' } }],
      [allRoutes.removeException, { params: { id: alert.rule_id, exception_id: 'x' } }],
      [allRoutes.listExceptions, {}],
      [allRoutes.addGlobalException, { body: { conditions: aRule.conditions, reason: 'x' } }],
      [allRoutes.removeGlobalException, { params: { id: everywhere.id } }],
      [allRoutes.listProviderRules, {}],
      [allRoutes.createProviderRule, { body: aRule }],
      [allRoutes.exportProviderRules, {}],
      [allRoutes.importProviderRules, { body: { format: 'aoc', content: JSON.stringify({ aoc_rules: 1, rules: [aRule] }) } }],
      ...[alert.rule_id, forThem].flatMap((id): [RouteContract, CallInput][] => [
        [allRoutes.getProviderRule, { params: { id } }],
        [allRoutes.replaceProviderRule, { params: { id }, body: aRule }],
        [allRoutes.enableProviderRule, { params: { id }, body: { enabled: false } }],
        [allRoutes.deleteProviderRule, { params: { id } }],
        [allRoutes.providerRuleHistory, { params: { id } }],
      ]),
      ...[forThem, forBoth].flatMap((id): [RouteContract, CallInput][] => [
        [allRoutes.getRule, { params: { id } }],
        [allRoutes.replaceRule, { params: { id }, body: aRule }],
        [allRoutes.enableRule, { params: { id }, body: { enabled: false } }],
        [allRoutes.deleteRule, { params: { id } }],
        [allRoutes.ruleHistory, { params: { id } }],
        [allRoutes.previewRule, { body: { rule: aRule, compare_with: id } }],
        [allRoutes.removeException, { params: { id, exception_id: theirException } }],
      ]),
      [allRoutes.addException, { params: { id: forThem }, body: { conditions: aRule.conditions, reason: 'x' } }],
      [allRoutes.listAlerts, {}],
      [allRoutes.listAlerts, { headers: { 'x-aoc-tenant': '*' } }],
      [allRoutes.listAlerts, { query: { actor: 'zzmark' } }],
      [allRoutes.alertSummary, { headers: { 'x-aoc-tenant': '*' } }],
      [allRoutes.alertQuality, {}],
      [allRoutes.bulkAlerts, { body: { ids: [alert.id], assignee: 'me' } }],
      [allRoutes.getAlert, { params: { id: alert.id } }],
      [allRoutes.changeAlert, { params: { id: alert.id }, body: { status: 'resolved' } }],
      [allRoutes.setAlertStatus, { params: { id: alert.id }, body: { status: 'resolved' } }],
      [allRoutes.commentAlert, { params: { id: alert.id }, body: { text: 'stolen' } }],
      [allRoutes.listIncidents, {}],
      [allRoutes.getIncident, { params: { id: alert.incident_id } }],
    ];
    const [, channel] = (await theirs.client.ok(allRoutes.listChannels)).items;
    const [message] = (await theirs.client.ok(allRoutes.listNotifications)).items;
    const [apiKey] = (await theirs.client.ok(allRoutes.listApiKeys)).items;
    if (!apiKey || !event || !upload || !run || !search || !channel || !message || !page.next_cursor)
      throw new Error('the other tenant has too little');
    const headers = { 'idempotency-key': 'shared-key' };
    const foreign: [RouteContract, CallInput][] = [event.id, event.dedupe_key, 'theirs', `only-${MARK}`].flatMap(
      (id): [RouteContract, CallInput][] => [
        [allRoutes.getEvent, { params: { id } }],
        [allRoutes.explainEvent, { params: { id } }],
        [allRoutes.setTags, { params: { id }, body: { tags: ['stolen'] } }],
        [allRoutes.addComment, { params: { id }, body: { text: 'stolen' }, headers }],
      ],
    );
    return [
      [allRoutes.listAuditTrail, { query: { page_size: '500' } }],
      [allRoutes.listAuditTrail, { query: { target: event.id } }],
      [allRoutes.exportAuditTrail, {}],
      [allRoutes.verifyAuditTrail, {}],
      ...foreign,
      ...rules,
      [allRoutes.getEvent, { params: { id: 'same' } }],
      [allRoutes.explainEvent, { params: { id: 'same' } }],
      [allRoutes.setTags, { params: { id: 'same' }, body: { tags: ['shared'] } }],
      [allRoutes.addComment, { params: { id: 'same' }, body: { text: 'mine' }, headers }],
      [allRoutes.listEvents, {}],
      [allRoutes.listEvents, { headers: { 'x-aoc-tenant': '*' } }],
      [allRoutes.listEvents, { headers: { 'x-aoc-tenant': OTHER_TENANT } }],
      [allRoutes.listEvents, { query: { cursor: page.next_cursor, page_size: '1' } }],
      ...['actor', 'operation', 'result', 'search', 'service', 'include_tags', 'exclude_tags'].map((name): [RouteContract, CallInput] => [
        allRoutes.listEvents,
        { query: { [name]: name === 'exclude_tags' ? 'none' : 'zzmark' } },
      ]),
      [allRoutes.histogram, { query: { split: 'service' } }],
      [allRoutes.histogram, { query: { q: 'zzmark*', split: 'actor' } }],
      [allRoutes.facets, { query: { limit: '100' } }],
      [allRoutes.facets, { query: { actor: 'zzmark', limit: '100' } }],
      [allRoutes.exportEvents, { query: { format: 'ndjson', raw: 'true' } }],
      [allRoutes.exportEvents, { query: { format: 'json', cursor: event.dedupe_key } }],
      [allRoutes.exportEvents, { query: { format: 'csv', q: 'zzmark* OR target:zzmark*' } }],
      [allRoutes.listTenants, {}],
      [allRoutes.createTenant, { body: { tenant_id: OTHER_TENANT, name: 'stolen' } }],
      [allRoutes.getTenant, { params: { id: OTHER_TENANT } }],
      [allRoutes.changeTenant, { params: { id: OTHER_TENANT }, body: { enabled: false } }],
      [allRoutes.checkTenant, { params: { id: OTHER_TENANT } }],
      [allRoutes.eraseTenant, { params: { id: OTHER_TENANT }, body: { confirm: OTHER_TENANT } }],
      [allRoutes.me, {}],
      [allRoutes.me, { headers: { 'x-aoc-tenant': OTHER_TENANT } }],
      [allRoutes.createTicket, { body: { operation_id: 'exportEvents' }, headers: { 'x-aoc-tenant': OTHER_TENANT } }],
      [allRoutes.listApiKeys, {}],
      [allRoutes.listApiKeys, { headers: { 'x-aoc-tenant': OTHER_TENANT } }],
      [allRoutes.createApiKey, { body: { name: 'mine' } }],
      [allRoutes.revokeApiKey, { params: { id: apiKey.id } }],
      ...[
        'What happened in the last 300 days?',
        'What happened to zzmark?',
        'Who is only-zzmark?',
        'What did user zzmarkz alice do?',
        'When was zzmark last changed?',
      ].flatMap((question): [RouteContract, CallInput][] => [
        [allRoutes.ask, { body: { question } }],
        [allRoutes.ask, { body: { question, actor: 'zzmark' } }],
        [allRoutes.askStream, { body: { question } }],
      ]),
      [allRoutes.ask, { body: { question: 'What happened?' }, headers: { 'x-aoc-tenant': OTHER_TENANT } }],
      [allRoutes.listSavedSearches, {}],
      [allRoutes.createSavedSearch, { body: { name: 'theirs' } }],
      [allRoutes.deleteSavedSearch, { params: { id: search.id } }],
      [allRoutes.filterOptions, { query: { limit: '1000' } }],
      [allRoutes.filterOptions, { headers: { 'x-aoc-tenant': '*' } }],
      [allRoutes.bulkTags, { body: { tags: ['stolen'] }, headers }],
      [allRoutes.bulkTags, { query: { include_tags: 'shared' }, body: { tags: [], mode: 'replace' } }],
      [allRoutes.bulkTags, { body: { tags: ['stolen'] }, headers: { 'x-aoc-tenant': OTHER_TENANT } }],
      [allRoutes.bulkTags, { body: { tags: ['stolen'] }, headers: { 'x-aoc-tenant': '*' } }],
      [allRoutes.fetchAuditLogs, { query: { wait: 'false' } }],
      [allRoutes.fetchAuditLogsGet, { query: { wait: 'false' }, headers: { 'x-aoc-tenant': OTHER_TENANT } }],
      [allRoutes.fetchAuditLogsGet, { query: { wait: 'false' }, headers: { 'x-aoc-tenant': '*' } }],
      [allRoutes.getJob, { params: { job_id: run._id } }],
      [allRoutes.sourceHealth, {}],
      [allRoutes.rejectedRecords, { query: { page_size: '500' } }],
      [allRoutes.createImport, { body: form('same.ndjson', JSON.stringify(auditRecord({ id: 'theirs' }))) }],
      [allRoutes.listImports, {}],
      [allRoutes.getImport, { params: { id: upload.id } }],
      [allRoutes.listChannels, {}],
      [allRoutes.listChannels, { headers: { 'x-aoc-tenant': '*' } }],
      [allRoutes.createChannel, { body: { name: 'mine', kind: 'webhook', url: 'https://mine.example.com/' } }],
      ...[channel.id, 'environment'].flatMap((id): [RouteContract, CallInput][] => [
        [allRoutes.getChannel, { params: { id } }],
        [allRoutes.replaceChannel, { params: { id }, body: { name: 'stolen', kind: 'webhook' } }],
        [allRoutes.testChannel, { params: { id } }],
        [allRoutes.deleteChannel, { params: { id } }],
        [allRoutes.listNotifications, { query: { channel_id: id } }],
      ]),
      [allRoutes.listNotifications, { query: { alert_id: message.alert_ids[0] } }],
      [allRoutes.resendNotification, { params: { id: message.id } }],
      ...['search_events', 'list_alerts', 'list_rules', 'get_summary', 'list_tenants'].flatMap((name): [RouteContract, CallInput][] => {
        const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: {} } };
        const accept = 'application/json, text/event-stream';
        return [OTHER_TENANT, '*', undefined].map((tenant) => [
          allRoutes.mcp,
          { body: call, headers: { accept, ...(tenant === undefined ? {} : { 'x-aoc-tenant': tenant }) } },
        ]);
      }),
      [allRoutes.mcpMessages, { query: { session_id: 'A'.repeat(43) }, body: { jsonrpc: '2.0', id: 1, method: 'tools/list' } }],
      [allRoutes.graphWebhook, { body: { value: [{ clientState: 'x', tenantId: OTHER_TENANT }] } }],
      [allRoutes.graphWebhookValidation, { query: { validationToken: 'x' } }],
      [allRoutes.managementWebhook, { body: [{ tenantId: OTHER_TENANT, contentType: 'Audit.Exchange' }] }],
      ...[
        allRoutes.health,
        allRoutes.live,
        allRoutes.ready,
        allRoutes.metrics,
        allRoutes.version,
        allRoutes.authConfig,
        allRoutes.features,
        allRoutes.licence,
        allRoutes.openapi,
        allRoutes.docs,
      ].map((contract): [RouteContract, CallInput] => [contract, {}]),
    ];
  }

  it('stay apart: no route of one shows or changes a byte of the other', async () => {
    const calls = await attempts();
    // These do not end: stream.int.spec.ts and mcp-isolation.int.spec.ts listen to them while the other tenant has events.
    const endless: RouteContract[] = [allRoutes.streamEvents, allRoutes.mcpSse];
    const tried = (contract: RouteContract) => endless.includes(contract) || calls.some(([called]) => called === contract);
    const untried = Object.values<RouteContract>(allRoutes).filter((contract) => !tried(contract));
    expect(untried.map((contract) => contract.operationId)).toEqual([]);
    const before = await theirDocuments();
    const collections = [...new Set(before.map((row) => row.split(' ')[0]))];
    expect(collections).toEqual(
      expect.arrayContaining([
        'alert_rules',
        'alerts',
        'audit_heads',
        'audit_log',
        'events',
        'facets',
        'fetch_runs',
        'idempotency_keys',
        'imports',
        'notification_channels',
        'notifications',
        'provider_rule_states',
        'rejected_records',
        'tenants',
      ]),
    );
    for (const [contract, input] of calls) {
      const reply = await mine.client.call(contract, input);
      const sent = JSON.stringify(input);
      const shown = `${reply.text} ${JSON.stringify([...reply.headers])}`.replaceAll(`only-${MARK}`, 'the id that was asked for');
      expect([contract.operationId, sent, shown.toLowerCase().includes(MARK.toLowerCase())]).toEqual([contract.operationId, sent, false]);
    }
    expect(await theirDocuments()).toEqual(before);
    expect(mine.log.filter((line) => line.includes(MARK) && !line.includes('/api/events'))).toEqual([]);
    const events = (await mine.client.ok(allRoutes.listEvents)).items;
    expect(events.map((event) => event.id).toSorted()).toEqual(['mine', 'same', 'theirs']);
    expect(new Set(events.map((event) => event.tenant_id)).size).toBe(1);
  });

  it('see a rule of the provider that runs in both without a word of each other', async () => {
    const params = { id: forBoth };
    const seen = [
      await mine.client.ok(allRoutes.getRule, { params }),
      (await mine.client.ok(allRoutes.listRules)).items,
      await mine.client.ok(allRoutes.ruleHistory, { params }),
      await mine.client.ok(allRoutes.exportRules),
    ];
    expect(seen[0]).toMatchObject({ name: 'For both', scope: 'provider', tenants: [TENANT], version: 2, exceptions: [] });
    expect(seen[1]).toEqual(expect.arrayContaining([seen[0]]));
    expect(seen[2]).toMatchObject({ items: [{ version: 2, rule: { tenants: [TENANT] } }] });
    expect(JSON.stringify(seen)).not.toContain(OTHER_TENANT);
    expect((await theirs.client.ok(allRoutes.ruleHistory, { params })).items.map(({ version }) => version)).toEqual([2, 1]);
    expect((await theirs.client.ok(allRoutes.getRule, { params })).exceptions.map(({ reason }) => reason)).toEqual([MARK]);
  });

  it('would be seen to mix without the condition on the tenant', async () => {
    const prototype = ScopedCollection.prototype;
    const scoped: unknown = Reflect.get(prototype, 'compose');
    if (typeof scoped !== 'function') throw new Error('the condition on the tenant is somewhere else now');
    Reflect.set(prototype, 'compose', function (this: object, _tenant: object, ...rest: unknown[]) {
      return Reflect.apply(scoped, this, [{}, ...rest]);
    });
    try {
      const lists = [
        'listEvents',
        'filterOptions',
        'listRules',
        'listAlerts',
        'listIncidents',
        'listSavedSearches',
        'listApiKeys',
      ] as const;
      const more = ['rejectedRecords', 'listImports', 'listChannels', 'listNotifications'] as const;
      for (const name of [...lists, ...more]) {
        const { text } = await mine.client.raw(allRoutes[name].path);
        expect([name, text.includes(MARK)]).toEqual([name, true]);
      }
    } finally {
      Reflect.set(prototype, 'compose', scoped);
    }
  });

  it.each([
    ['a tenant that is not served here', OTHER_TENANT, 404],
    ['an id in another form', 'contoso.com', 400],
    ['an operator', '{"$ne":null}', 400],
  ])('are named by X-AOC-Tenant: %s is refused', async (_name, tenant, status) => {
    const problem = await mine.client.problem(allRoutes.listEvents, status, { headers: { 'x-aoc-tenant': tenant } });
    expect(problem.errors).toEqual([{ path: 'header.x-aoc-tenant', message: 'not a tenant of this caller' }]);
  });

  it('are changed or fetched one at a time', async () => {
    const headers = { 'x-aoc-tenant': '*' };
    await mine.client.problem(allRoutes.bulkTags, 400, { body: { tags: [] }, headers });
    await mine.client.problem(allRoutes.fetchAuditLogs, 400, { headers });
    await mine.client.problem(allRoutes.fetchAuditLogsGet, 400, { headers });
  });
});
