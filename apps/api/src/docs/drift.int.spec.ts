import { allRoutes, isAudited, responsesOf, type RouteContract } from '@aoc/contracts';
import { notifyAlerts } from '@aoc/server/notifications';
import { buildAlert } from '@aoc/testing';
import { randomBytes, randomUUID } from 'node:crypto';
import type { CallInput } from '../testing/api-client';
import { apiFixture, OTHER_TENANT, TENANT, type ApiFixture } from '../testing/api-fixture';
import { startFetchWorker, type FetchWorker } from '../testing/fetch-worker';
import { auditRecord } from '../testing/records';
import { nestHandlers, serverRoutes } from '../testing/served-routes';

/** A call and the status that it must have. */
type Example = CallInput & {
  status: number;
  /** Refused before it is known who calls: there is nobody to write a row for. */
  anonymous?: true;
};
type Examples = Record<keyof typeof allRoutes, { good: Example | null; bad: Example }>;

const unknownParameter: Example = { query: { nonsense: '1' }, status: 400 };
const speaking = { accept: 'application/json, text/event-stream' };
const secret = 'a-client-state';
const notifying = { ENCRYPTION_KEY: randomBytes(32).toString('base64'), NOTIFY_ALLOW_PRIVATE: '127.0.0.1' };
const file = (): FormData => {
  const form = new FormData();
  form.append('file', new Blob([JSON.stringify(auditRecord({ id: 'imported' }))]), 'records.ndjson');
  return form;
};

const condition = { field: 'operation', op: 'eq', value: 'Update user' };
const aRule = (name: string): Record<string, unknown> => ({ name, severity: 'low', conditions: [condition] });
const unknownField = { ...aRule('x'), conditions: [{ ...condition, field: 'operatoin' }] };
const channel = { name: 'made', kind: 'webhook', url: 'https://hooks.example.com/made' };

interface Known {
  job: string;
  upload: string;
  search: string;
  /** A rule to change, and one to delete. */
  rule: string;
  spareRule: string;
  /** A rule with an exception. */
  exceptedRule: string;
  exception: string;
  globalException: string;
  alert: string;
  incident: string;
  channels: [string, string];
  notification: string;
  apiKey: string;
}

const ruleExamples = ({ rule, spareRule, exceptedRule, exception, globalException }: Known) => ({
  listRules: { good: { status: 200 }, bad: unknownParameter },
  createRule: { good: { body: aRule('created'), status: 201 }, bad: { body: unknownField, status: 400 } },
  ruleFields: { good: { status: 200 }, bad: unknownParameter },
  exportRules: { good: { status: 200 }, bad: unknownParameter },
  importRules: {
    good: { body: { format: 'aoc', content: JSON.stringify({ aoc_rules: 1, rules: [aRule('imported'), {}] }) }, status: 200 },
    bad: { body: { format: 'aoc', content: 'nonsense' }, status: 400 },
  },
  previewRule: { good: { body: { rule: aRule('preview') }, status: 200 }, bad: { body: { rule: unknownField }, status: 400 } },
  getRule: { good: { params: { id: rule }, status: 200 }, bad: { params: { id: 'none' }, status: 404 } },
  replaceRule: {
    good: { params: { id: rule }, body: { ...aRule('replaced') }, status: 200 },
    bad: { params: { id: rule }, body: { ...aRule('replaced'), version: 1 }, status: 409 },
  },
  enableRule: {
    good: { params: { id: rule }, body: { enabled: false }, status: 200 },
    bad: { params: { id: 'none' }, body: { enabled: true }, status: 404 },
  },
  deleteRule: { good: { params: { id: spareRule }, status: 204 }, bad: { params: { id: 'none' }, status: 404 } },
  ruleHistory: { good: { params: { id: rule }, status: 200 }, bad: { params: { id: 'none' }, status: 404 } },
  listExceptions: { good: { status: 200 }, bad: unknownParameter },
  addGlobalException: {
    good: { body: { conditions: [condition], reason: 'planned' }, status: 201 },
    bad: { body: { conditions: [{ ...condition, field: 'operatoin' }], reason: 'planned' }, status: 400 },
  },
  removeGlobalException: { good: { params: { id: globalException }, status: 204 }, bad: { params: { id: 'none' }, status: 404 } },
  addException: {
    good: { params: { id: rule }, body: { conditions: [condition], reason: 'planned' }, status: 201 },
    bad: { params: { id: rule }, body: { conditions: [condition] }, status: 400 },
  },
  removeException: {
    good: { params: { id: exceptedRule, exception_id: exception }, status: 200 },
    bad: { params: { id: exceptedRule, exception_id: 'none' }, status: 404 },
  },
});
// The local operator is no msp_admin: tenants.int.spec.ts writes them.
const providerRuleExamples = ({ rule }: Known) => {
  const params = { id: rule };
  return {
    listProviderRules: { good: null, bad: { status: 403 } },
    createProviderRule: { good: null, bad: { body: aRule('x'), status: 403 } },
    exportProviderRules: { good: null, bad: { status: 403 } },
    importProviderRules: { good: null, bad: { body: { format: 'sigma', content: 'x' }, status: 403 } },
    getProviderRule: { good: null, bad: { params, status: 403 } },
    replaceProviderRule: { good: null, bad: { params, body: aRule('x'), status: 403 } },
    enableProviderRule: { good: null, bad: { params, body: { enabled: false }, status: 403 } },
    deleteProviderRule: { good: null, bad: { params, status: 403 } },
    providerRuleHistory: { good: null, bad: { params, status: 403 } },
  };
};
const alertExamples = ({ alert, incident }: Known) => ({
  listAlerts: { good: { query: { status: 'open', sort: 'severity' }, status: 200 }, bad: { query: { status: 'closed' }, status: 400 } },
  alertSummary: { good: { status: 200 }, bad: unknownParameter },
  alertQuality: { good: { query: { days: '7' }, status: 200 }, bad: { query: { days: '0' }, status: 400 } },
  bulkAlerts: {
    good: { body: { ids: [alert, 'none'], assignee: 'me' }, status: 200 },
    bad: { body: { ids: [] }, status: 400 },
  },
  getAlert: { good: { params: { id: alert }, status: 200 }, bad: { params: { id: 'none' }, status: 404 } },
  changeAlert: {
    good: { params: { id: alert }, body: { status: 'acknowledged' }, status: 200 },
    bad: { params: { id: alert }, body: { status: 'false_positive' }, status: 400 },
  },
  setAlertStatus: {
    good: { params: { id: alert }, body: { status: 'resolved' }, status: 200 },
    bad: { params: { id: alert }, body: { status: 'closed' }, status: 400 },
  },
  commentAlert: {
    good: { params: { id: alert }, body: { text: 'x' }, status: 201 },
    bad: { params: { id: alert }, body: { text: '' }, status: 400 },
  },
  listIncidents: { good: { query: { status: 'closed' }, status: 200 }, bad: { query: { status: 'x' }, status: 400 } },
  getIncident: { good: { params: { id: incident }, status: 200 }, bad: { params: { id: 'none' }, status: 404 } },
});

const examples = (known: Known): Examples => ({
  ...ruleExamples(known),
  ...providerRuleExamples(known),
  ...alertExamples(known),
  listTenants: { good: { status: 200 }, bad: unknownParameter },
  // The local operator is no msp_admin: tenants.int.spec.ts registers and erases.
  createTenant: { good: null, bad: { body: { tenant_id: OTHER_TENANT, name: 'x' }, status: 403 } },
  getTenant: { good: { params: { id: TENANT }, status: 200 }, bad: { params: { id: OTHER_TENANT }, status: 404 } },
  changeTenant: {
    good: { params: { id: TENANT }, body: { retention_days: 90 }, status: 200 },
    bad: { params: { id: TENANT }, body: { name: 'x' }, status: 409 },
  },
  checkTenant: { good: { params: { id: TENANT }, status: 200 }, bad: { params: { id: OTHER_TENANT }, status: 404 } },
  eraseTenant: { good: null, bad: { params: { id: TENANT }, body: { confirm: TENANT }, status: 403 } },
  me: { good: { status: 200 }, bad: unknownParameter },
  createTicket: {
    good: { body: { operation_id: 'exportEvents' }, status: 201 },
    bad: { body: { operation_id: 'listEvents' }, status: 400 },
  },
  listApiKeys: { good: { status: 200 }, bad: unknownParameter },
  createApiKey: { good: { body: { name: 'robot' }, status: 201 }, bad: { body: { name: 'robot', role: 'msp_admin' }, status: 403 } },
  revokeApiKey: { good: { params: { id: known.apiKey }, status: 204 }, bad: { params: { id: 'none' }, status: 404 } },
  health: { good: { status: 200 }, bad: unknownParameter },
  live: { good: { status: 200 }, bad: unknownParameter },
  ready: { good: { status: 200 }, bad: unknownParameter },
  metrics: { good: { status: 200 }, bad: unknownParameter },
  version: { good: { status: 200 }, bad: unknownParameter },
  authConfig: { good: { status: 200 }, bad: unknownParameter },
  features: { good: { status: 200 }, bad: unknownParameter },
  openapi: { good: { status: 200 }, bad: unknownParameter },
  docs: { good: { status: 200 }, bad: unknownParameter },
  listEvents: { good: { query: { actor: 'alice' }, status: 200 }, bad: { query: { page_size: '0' }, status: 400 } },
  getEvent: { good: { params: { id: 'd1' }, status: 200 }, bad: { params: { id: 'none' }, status: 404 } },
  explainEvent: { good: { params: { id: 'd1' }, status: 200 }, bad: { params: { id: 'none' }, status: 404 } },
  filterOptions: { good: { status: 200 }, bad: { query: { limit: 'x' }, status: 400 } },
  bulkTags: { good: { body: { tags: ['a'] }, status: 200 }, bad: { body: { tags: 1 }, status: 400 } },
  histogram: { good: { query: { split: 'service', buckets: '10' }, status: 200 }, bad: { query: { buckets: '501' }, status: 400 } },
  facets: { good: { query: { fields: 'result' }, status: 200 }, bad: { query: { fields: 'raw' }, status: 400 } },
  exportEvents: { good: { query: { format: 'csv' }, status: 200 }, bad: { query: { format: 'xml' }, status: 400 } },
  // Its good answer does not end; stream.int.spec.ts reads it.
  streamEvents: { good: null, bad: { query: { q: 'service:' }, status: 400 } },
  ask: {
    good: { body: { question: 'What happened to device LAPTOP-1?' }, status: 200 },
    bad: { body: { question: '' }, status: 400 },
  },
  // ask.int.spec.ts reads its good answer.
  askStream: { good: null, bad: { body: { question: 'Who?', start: 'soon' }, status: 400 } },
  listSavedSearches: { good: { status: 200 }, bad: unknownParameter },
  createSavedSearch: {
    good: { body: { name: 'mine', filters: { actor: 'alice' } }, status: 201 },
    bad: { body: { name: '' }, status: 400 },
  },
  deleteSavedSearch: { good: { params: { id: known.search }, status: 204 }, bad: { params: { id: 'none' }, status: 404 } },
  setTags: {
    good: { params: { id: 'd1' }, body: { tags: [] }, status: 200 },
    bad: { params: { id: 'none' }, body: { tags: [] }, status: 404 },
  },
  addComment: {
    good: { params: { id: 'd1' }, body: { text: 'x' }, status: 201 },
    bad: { params: { id: 'd1' }, body: { text: 'x' }, headers: { 'content-type': 'text/plain' }, status: 415, anonymous: true },
  },
  fetchAuditLogs: { good: { query: { source: 'directory' }, status: 200 }, bad: { query: { hours: '0' }, status: 400 } },
  fetchAuditLogsGet: { good: { query: { wait: 'false', source: 'intune' }, status: 202 }, bad: { query: { wait: 'maybe' }, status: 400 } },
  getJob: { good: { params: { job_id: known.job }, status: 200 }, bad: { params: { job_id: 'none' }, status: 404 } },
  sourceHealth: { good: { status: 200 }, bad: { headers: { 'x-aoc-tenant': 'nonsense' }, status: 400 } },
  rejectedRecords: { good: { query: { source: 'import' }, status: 200 }, bad: { query: { cursor: 'x' }, status: 400 } },
  createImport: { good: { body: file(), status: 200 }, bad: { body: {}, status: 415 } },
  listImports: { good: { status: 200 }, bad: unknownParameter },
  getImport: { good: { params: { id: known.upload }, status: 200 }, bad: { params: { id: 'none' }, status: 404 } },
  listChannels: { good: { status: 200 }, bad: unknownParameter },
  createChannel: { good: { body: channel, status: 201 }, bad: { body: { ...channel, url: 'https://10.0.0.1/' }, status: 400 } },
  getChannel: { good: { params: { id: known.channels[0] }, status: 200 }, bad: { params: { id: 'none' }, status: 404 } },
  replaceChannel: {
    good: { params: { id: known.channels[0] }, body: { name: 'changed', kind: 'webhook' }, status: 200 },
    bad: { params: { id: known.channels[0] }, body: { name: 'changed', kind: 'webhook', version: 99 }, status: 409 },
  },
  deleteChannel: { good: { params: { id: known.channels[1] }, status: 204 }, bad: { params: { id: 'none' }, status: 404 } },
  // Nothing listens there: the answer says so.
  testChannel: { good: { params: { id: known.channels[0] }, status: 200 }, bad: { params: { id: known.channels[0] }, status: 429 } },
  listNotifications: { good: { query: { status: 'waiting' }, status: 200 }, bad: { query: { status: 'lost' }, status: 400 } },
  resendNotification: { good: { params: { id: known.notification }, status: 202 }, bad: { params: { id: 'none' }, status: 404 } },
  listAuditTrail: { good: { query: { outcome: 'ok', page_size: '5' }, status: 200 }, bad: { query: { outcome: 'fine' }, status: 400 } },
  exportAuditTrail: { good: { query: { action: 'createRule' }, status: 200 }, bad: { query: { start: 'x' }, status: 400 } },
  verifyAuditTrail: { good: { query: { limit: '100' }, status: 200 }, bad: { query: { from_seq: '999999' }, status: 400 } },
  licence: { good: { status: 200 }, bad: unknownParameter },
  graphWebhookValidation: { good: { query: { validationToken: 'a b' }, status: 200 }, bad: { status: 400 } },
  graphWebhook: { good: { body: { value: [{ clientState: secret }] }, status: 202 }, bad: { body: { value: [{}] }, status: 403 } },
  mcp: {
    good: { body: { jsonrpc: '2.0', id: 1, method: 'ping' }, headers: speaking, status: 200 },
    bad: { body: { jsonrpc: '1.0' }, headers: speaking, status: 400 },
  },
  // The stream does not end: mcp.int.spec.ts listens to it.
  mcpSse: { good: null, bad: unknownParameter },
  mcpMessages: {
    good: null,
    bad: { body: { jsonrpc: '2.0', method: 'x' }, query: { session_id: 'A'.repeat(43) }, status: 404 },
  },
  managementWebhook: {
    good: { body: { validationCode: 'x' }, headers: { 'webhook-authid': secret }, status: 200 },
    bad: { body: { validationCode: 'x' }, status: 403 },
  },
});

const routes = Object.entries<RouteContract>(allRoutes);

describe('contracts, routes and the OpenAPI document', () => {
  let api: ApiFixture;
  let worker: FetchWorker;
  let calls: Examples;
  beforeAll(async () => {
    api = await apiFixture('drift', {
      env: { WEBHOOK_CLIENT_STATE: secret, ALERTS_ENABLED: 'true', AI_FEATURES_ENABLED: 'true', ...notifying },
    });
    worker = await startFetchWorker(api);
    const conditions = [{ field: 'targets.display', op: 'eq' as const, value: 'LAPTOP-1' }];
    const rule = await api.client.ok(allRoutes.createRule, { body: { name: 'fires', severity: 'low', conditions } });
    const spare = await api.client.ok(allRoutes.createRule, { body: aRule('spare') });
    await api.seed([auditRecord({ id: 'd1', target: { display: 'LAPTOP-1', type: 'Device' } })]);
    const job = await api.client.ok(allRoutes.fetchAuditLogs, { query: { hours: '1', source: 'signin' } });
    const form = new FormData();
    form.append('file', new Blob(['{"broken":\n{}\n']), 'broken.ndjson');
    const upload = await api.client.ok(allRoutes.createImport, { body: form });
    const search = await api.client.ok(allRoutes.createSavedSearch, { body: { name: 'to delete' } });
    const [alert] = (await api.client.ok(allRoutes.listAlerts, { query: { rule_id: rule.id } })).items;
    const everywhere = await api.client.ok(allRoutes.addGlobalException, { body: { conditions, reason: 'planned' } });
    const { id } = await api.client.ok(allRoutes.createRule, { body: aRule('excepted') });
    const excepted = await api.client.ok(allRoutes.addException, { params: { id }, body: { conditions, reason: 'planned' } });
    const made = [];
    for (const name of ['first', 'second']) {
      const body = { name, kind: 'webhook', url: 'http://127.0.0.1:9/' };
      made.push((await api.client.ok(allRoutes.createChannel, { body })).id);
    }
    await notifyAlerts(api.context(), api.deps.notifications, [buildAlert({ tenant_id: TENANT })]);
    const log = await api.client.ok(allRoutes.listNotifications, { query: { channel_id: made[0] } });
    calls = examples({
      job: job.job_id,
      upload: upload.id,
      search: search.id,
      rule: rule.id,
      spareRule: spare.id,
      globalException: everywhere.id,
      exceptedRule: id,
      exception: excepted.exceptions[0]?.id ?? '',
      alert: alert?.id ?? '',
      incident: alert?.incident_id ?? '',
      channels: [made[0] ?? '', made[1] ?? ''],
      notification: log.items[0]?.id ?? '',
      apiKey: (await api.client.ok(allRoutes.createApiKey, { body: { name: 'spare' } })).id,
    });
  });
  afterAll(async () => {
    await worker.stop();
    await api.stop();
  });

  // The client checks each answer against the contract, to the last field.
  it.each(routes.map(([name]) => name as keyof Examples))(
    '%s answers what its contract says, when it succeeds and when not',
    async (name) => {
      const { good, bad } = calls[name];
      for (const { status, anonymous, ...input } of good ? [good, bad] : [bad]) {
        const id = randomUUID();
        const reply = await api.client.call(allRoutes[name], { ...input, headers: { ...input.headers, 'x-request-id': id } });
        expect([name, reply.status, reply.text]).toEqual([name, status, reply.text]);
        expect([name, await rowsOf(id)]).toEqual([name, anonymous ? [] : auditedAs(allRoutes[name], status)]);
      }
    },
  );

  /** What the audit trail says of a request. */
  async function rowsOf(request_id: string): Promise<unknown[]> {
    const rows = await api.database.connection.collection('audit_log').find({ request_id }).toArray();
    return rows.map(({ action, outcome, tenant_id, detail }) => ({ action, outcome, tenant_id, status: detail.http_status }));
  }
  function auditedAs(contract: RouteContract, status: number): unknown[] {
    if (!isAudited(contract)) return [];
    const outcome = status < 400 ? 'ok' : status < 500 ? 'refused' : 'failed';
    return [{ action: contract.operationId, outcome, tenant_id: TENANT, status }];
  }

  it('leave a row in the audit trail for every call that writes, but for notices that anybody can send', () => {
    const silent = routes.filter(([, contract]) => contract.method !== 'get' && !isAudited(contract));
    expect(silent.map(([name]) => name)).toEqual(['graphWebhook', 'managementWebhook', 'createTicket', 'mcp', 'mcpMessages']);
    expect(routes.filter(([, contract]) => isAudited(contract) && contract.role === 'public')).toEqual([]);
  });

  it('agree on every route, parameter, body and status', async () => {
    const document = await api.client.ok(allRoutes.openapi);
    const paths = document.paths as Record<string, Record<string, Record<string, unknown>>>;
    const described = Object.entries(paths).flatMap(([path, item]) => Object.keys(item).map((method) => `${method} ${path}`));
    expect(described.toSorted()).toEqual(routes.map(([, { method, path }]) => `${method} ${path}`).toSorted());
    for (const [, contract] of routes) {
      const operation = paths[contract.path]?.[contract.method] ?? {};
      const names = ((operation.parameters ?? []) as { name: string; in: string }[]).filter((p) => p.in !== 'header').map((p) => p.name);
      const wanted = [
        ...Object.keys(contract.params?.shape ?? {}),
        ...Object.keys(contract.query?.shape ?? {}),
        ...(contract.ticket ? ['ticket'] : []),
      ];
      expect([contract.operationId, names.toSorted()]).toEqual([contract.operationId, wanted.toSorted()]);
      expect(Object.keys(operation.responses as object)).toEqual(Object.keys(responsesOf(contract)));
      expect(operation).toMatchObject({ operationId: contract.operationId, 'x-aoc-role': contract.role });
      expect('requestBody' in operation).toBe(contract.body !== undefined || contract.bodyType !== undefined);
    }
  });

  it('are bound one to one: no handler without a contract and a role, no contract without a handler', () => {
    const handlers = nestHandlers(api.app);
    expect(handlers.filter(({ contract }) => contract === undefined).map(({ name }) => name)).toEqual([]);
    const bound = handlers.map(({ contract }) => contract as RouteContract);
    expect(bound.map((c) => c.operationId).toSorted()).toEqual(routes.map(([, c]) => c.operationId).toSorted());
    for (const contract of bound) expect(['public', 'viewer', 'analyst', 'admin', 'msp_admin']).toContain(contract.role);
  });

  it('are all that the server beneath serves, but for the files of the readable page', () => {
    const contracted = routes.map(([, { method, path }]) => `${method.toUpperCase()} ${path}`);
    const others = serverRoutes(api.app.getHttpAdapter().getInstance()).filter(
      (route) => !contracted.includes(route.replace(/^HEAD/, 'GET')),
    );
    expect(others.filter((route) => !/^(GET|HEAD) \/api\/docs\/(swagger-ui\.css|swagger-ui-bundle\.js|start\.js)$/.test(route))).toEqual(
      [],
    );
    expect(others.length).toBe(6);
  });
});
