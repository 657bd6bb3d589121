import { allRoutes } from '@aoc/contracts';
import { openAuditTrail } from '@aoc/server/audit';
import { connectMongo } from '@aoc/server/mongo';
import { testMongoUri, waitFor } from '@aoc/testing';
import { randomBytes } from 'node:crypto';
import { apiFixture, TENANT, type ApiFixture } from '../testing/api-fixture';
import { cuttableProxy } from '../testing/cuttable-proxy';
import { auditRecord } from '../testing/records';

const env = { ENCRYPTION_KEY: randomBytes(32).toString('base64'), NOTIFY_ALLOW_PRIVATE: '127.0.0.1' };

describe('the audit trail of the API', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await apiFixture('audit_api', { env });
    await api.seed([auditRecord({ id: 'a1' }), auditRecord({ id: 'a2' })]);
  });
  afterAll(() => api.stop());

  const rows = async (query: Record<string, string>) => (await api.client.ok(allRoutes.listAuditTrail, { query })).items;
  const conditions = [{ field: 'operation', op: 'eq', value: 'Update user' }];

  it('says who did what to what, in which role, and how it ended', async () => {
    const headers = { 'x-request-id': 'audit-1' };
    const { id } = await api.client.ok(allRoutes.createRule, { body: { name: 'New', severity: 'low', conditions }, headers });
    expect(await rows({ target: id })).toEqual([
      {
        tenant_id: TENANT,
        seq: expect.any(Number),
        at: expect.any(String),
        actor: { id: 'local-operator', display: 'Local operator', kind: expect.any(String) },
        role: 'admin',
        action: 'createRule',
        target: id,
        request_id: 'audit-1',
        outcome: 'ok',
        detail: { http_status: 201, name: 'New', severity: 'low' },
        prev_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        mac: expect.any(String),
      },
    ]);
    await api.client.problem(allRoutes.deleteRule, 404, { params: { id: 'none' } });
    expect(await rows({ target: 'none' })).toMatchObject([
      { action: 'deleteRule', outcome: 'refused', detail: { http_status: 404, code: 'not_found' } },
    ]);
    const tags = { query: { actor: 'alice', nonsense: '1' }, body: { tags: ['a'], mode: 7, other: 'x' } };
    await api.client.problem(allRoutes.bulkTags, 400, tags);
    expect((await rows({ action: 'bulkTags' }))[0]).toMatchObject({
      outcome: 'refused',
      detail: { http_status: 400, code: 'bad_request', query: 'actor=alice', tags: ['a'], mode: 7 },
    });
  });

  it('has sensitive reads, also by HEAD, and not the others', async () => {
    await api.client.ok(allRoutes.getEvent, { params: { id: 'a1' } });
    expect((await fetch(`${api.url}/api/events/a1`, { method: 'HEAD' })).status).toBe(200);
    await api.client.ok(allRoutes.exportEvents, { query: { format: 'csv', q: 'service:UserManagement' } });
    expect(await rows({ target: 'a1' })).toMatchObject([{ action: 'getEvent' }, { action: 'getEvent' }]);
    expect(await rows({ action: 'exportEvents' })).toMatchObject([
      { detail: { query: 'format=csv&q=service:UserManagement', http_status: 200 } },
    ]);
    const before = (await rows({}))[0]?.seq;
    await api.client.ok(allRoutes.listEvents);
    expect((await rows({}))[0]?.seq).toBe(before);
  });

  it('has none of the secrets of a channel', async () => {
    const body = { name: 'Hook', kind: 'webhook', url: 'https://hooks.example.com/hush-path', secret: 'hush-hush-secret' };
    await api.client.ok(allRoutes.createChannel, { body });
    await api.client.problem(allRoutes.createChannel, 409, { body });
    const made = await rows({ action: 'createChannel' });
    expect(made.map(({ outcome, detail }) => [outcome, detail.name])).toEqual([
      ['refused', 'Hook'],
      ['ok', 'Hook'],
    ]);
    expect(JSON.stringify(made)).not.toMatch(/hush/);
    expect(api.log.filter((line) => line.includes('hush'))).toEqual([]);
  });

  it('is verified and exported through the API, and has its places in the log', async () => {
    const verdict = await api.client.ok(allRoutes.verifyAuditTrail);
    expect(verdict).toMatchObject({ state: 'whole', unsealed_rows: 0, seals_checked: true });
    const text = await api.client.ok(allRoutes.exportAuditTrail);
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line): Record<string, unknown> => JSON.parse(line));
    expect(lines.at(-1)).toMatchObject({ end: true, rows: lines.length - 1 });
    expect(lines.slice(0, -1).map(({ seq }) => seq)).toEqual(Array.from({ length: lines.length - 1 }, (_, i) => i + 1));
    const logged = api.log.map((line): Record<string, unknown> => JSON.parse(line)).filter(({ msg }) => msg === 'audit');
    expect(logged.find(({ seq }) => seq === verdict.head?.seq)).toMatchObject({ hash: verdict.head?.hash, tenant: TENANT });
    await api.database.connection.collection('audit_log').updateOne({ tenant_id: TENANT, seq: 2 }, { $set: { role: 'viewer' } });
    expect(await api.client.ok(allRoutes.verifyAuditTrail)).toMatchObject({ state: 'broken', broken: { kind: 'changed', seq: 2 } });
  });
});

describe('an audit trail that cannot be written', () => {
  it('withholds sensitive reads, answers the write that was under way, refuses further ones, and records it once it can', async () => {
    const api = await apiFixture('audit_away', { env });
    const address = new URL(testMongoUri());
    const proxy = await cuttableProxy(Number(address.port));
    address.port = String(proxy.port);
    const options = { uri: address.href, dbName: api.database.dbName, serverSelectionTimeoutMs: 300 };
    const connection = await connectMongo(options);
    try {
      await api.seed([auditRecord({ id: 'a1' })]);
      api.deps.audit = openAuditTrail(connection, api.deps.config);
      await api.client.ok(allRoutes.setTags, { params: { id: 'a1' }, body: { tags: ['one'] } });
      proxy.set('cut');
      await api.client.ok(allRoutes.setTags, { params: { id: 'a1' }, body: { tags: ['two'] }, headers: { 'x-request-id': 'cut-off' } });
      const refused = await api.client.problem(allRoutes.setTags, 503, { params: { id: 'a1' }, body: { tags: ['three'] } });
      expect(refused.detail).toContain('audit trail');
      await api.client.problem(allRoutes.getEvent, 503, { params: { id: 'a1' } });
      await api.client.problem(allRoutes.exportEvents, 503, { query: { format: 'csv' } });
      expect((await api.client.ok(allRoutes.listEvents)).items[0]?.tags).toEqual(['two']);
      expect(await api.client.ok(allRoutes.metrics)).toContain('aoc_audit_waiting 1');
      expect(api.log.some((line) => line.includes('was not written') && line.includes('cut-off'))).toBe(true);
      proxy.set('open');
      await waitFor('writes to be taken again', async () => {
        const reply = await api.client.call(allRoutes.setTags, { params: { id: 'a1' }, body: { tags: ['four'] } });
        return reply.status === 200;
      });
      const { items } = await api.client.ok(allRoutes.listAuditTrail, { query: { action: 'setTags' } });
      expect(items.map(({ outcome, detail }) => [outcome, detail.tags])).toEqual([
        ['ok', ['four']],
        ['ok', ['two']],
        ['ok', ['one']],
      ]);
      expect(items[1]?.request_id).toBe('cut-off');
      expect(await api.client.ok(allRoutes.verifyAuditTrail)).toMatchObject({ state: 'whole', rows: 3 });
    } finally {
      await connection.close();
      await proxy.stop();
      await api.stop();
    }
  }, 60_000);

  it('withholds what was read already', async () => {
    const api = await apiFixture('audit_withhold', { env });
    const closed = await connectMongo({ uri: api.database.uri, dbName: api.database.dbName });
    try {
      await api.seed([auditRecord({ id: 'a1', target: { display: 'HIDDEN-1' } })]);
      api.deps.audit = openAuditTrail(closed, api.deps.config);
      await closed.close();
      const reply = await api.client.call(allRoutes.exportEvents, { query: { format: 'ndjson' } });
      expect([reply.status, reply.text.includes('HIDDEN-1'), reply.headers.get('content-disposition')]).toEqual([503, false, null]);
      expect(reply.headers.get('retry-after')).toBe('5');
    } finally {
      await api.stop();
    }
  });
});
