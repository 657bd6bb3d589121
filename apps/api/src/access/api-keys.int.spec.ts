import { allRoutes } from '@aoc/contracts';
import { waitFor } from '@aoc/testing';
import { randomBytes } from 'node:crypto';
import { apiFixture, OTHER_TENANT, TENANT, type ApiFixture } from '../testing/api-fixture';
import { auditRecord } from '../testing/records';

const NO_KEYS_NEEDED = { AUTH_TENANT_ID: TENANT, AUTH_CLIENT_ID: '7e1f0a52-3c0e-4e0d-9f6e-5d1f3f0a9b21' };

describe('API keys', () => {
  /** Without sign-in: here keys are made. */
  let open: ApiFixture;
  /** With sign-in, on the same database: here they are used. */
  let api: ApiFixture;
  beforeAll(async () => {
    open = await apiFixture('api_keys', { env: { QUEUE_PREFIX: `api_keys_${randomBytes(4).toString('hex')}` } });
    api = await apiFixture('api_keys_on', {
      env: { AUTH_ENABLED: 'true', ...NO_KEYS_NEEDED, PRIVACY_SERVICES: 'Mailbox' },
      database: open.database,
    });
    await api.seed([auditRecord({ id: 'open' }), auditRecord({ id: 'private', service: 'Mailbox' })]);
  });
  afterAll(async () => {
    await api.stop();
    await open.stop();
  });

  const make = (body: Record<string, unknown> = {}) => open.client.ok(allRoutes.createApiKey, { body: { name: 'robot', ...body } });
  const as = (key: string) => ({ headers: { authorization: `Bearer ${key}` } });

  it('sign in with the role that they were given, and are noted as used', async () => {
    const made = await make({ role: 'analyst' });
    expect(made.key).toMatch(/^aoc_[0-9a-f]{16}_[A-Za-z0-9_-]{43}$/);
    expect(await api.client.ok(allRoutes.me, as(made.key))).toMatchObject({ display: 'robot', role: 'analyst', sign_in: 'api_key' });
    await api.client.problem(allRoutes.listApiKeys, 403, as(made.key));
    const kept = (await open.client.ok(allRoutes.listApiKeys)).items.find(({ id }) => id === made.id);
    expect(kept).toMatchObject({ name: 'robot', role: 'analyst', tenants: [TENANT], revoked_at: null });
    expect(kept?.last_used_at).not.toBeNull();
  });

  it('are kept as a hash only, and are in no log', async () => {
    const { key } = await make();
    await api.client.ok(allRoutes.me, as(key));
    const rows = await open.database.connection.db?.collection('api_keys').find({}).toArray();
    const secret = key.split('_').slice(2).join('_');
    expect(rows?.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect([...open.log, ...api.log].join('\n')).not.toContain(secret);
  });

  it('are refused from the moment they are revoked', async () => {
    const { id, key } = await make();
    await api.client.ok(allRoutes.listEvents, as(key));
    await open.client.call(allRoutes.revokeApiKey, { params: { id } });
    await api.client.problem(allRoutes.listEvents, 401, as(key));
    // A second time changes nothing, not even the time.
    const [before] = (await open.client.ok(allRoutes.listApiKeys)).items.filter((one) => one.id === id);
    expect((await open.client.call(allRoutes.revokeApiKey, { params: { id } })).status).toBe(204);
    expect((await open.client.ok(allRoutes.listApiKeys)).items.find((one) => one.id === id)).toEqual(before);
  });

  it('see nothing more in a live view that is open when they are revoked, or when their time is over', async () => {
    const view = async (key: string) => {
      const response = await fetch(`${api.url}/api/events/stream`, as(key));
      let over = false;
      void response.text().finally(() => (over = true));
      return { isOver: () => over };
    };
    const [stays, ends] = [await make(), await make({ expires_in_days: 1 })];
    const [kept, revoked] = [await view(stays.key), await view(ends.key)];
    await open.client.call(allRoutes.revokeApiKey, { params: { id: ends.id } });
    await waitFor('the view of the revoked key to end', () => revoked.isOver(), 20_000);
    expect(kept.isOver()).toBe(false);
    const row = await api.deps.authenticator.authenticate(stays.key);
    expect(await api.deps.authenticator.mayStay({ ...row, until: Date.now() - 1 })).toBe(false);
    expect(await api.deps.authenticator.mayStay({ ...row, until: Date.now() + 60_000 })).toBe(true);
    expect(await api.deps.authenticator.mayStay({ ...row, home: OTHER_TENANT })).toBe(false);
  });

  it('are refused when they have expired', async () => {
    const { id, key } = await make({ expires_in_days: 1 });
    const keys = open.database.connection.db?.collection<{ _id: string }>('api_keys');
    await keys?.updateOne({ _id: id }, { $set: { expires_at: new Date(Date.now() - 1000) } });
    await api.client.problem(allRoutes.listEvents, 401, as(key));
  });

  it('must be complete to the last character', async () => {
    const { id, key } = await make();
    const other = key.endsWith('A') ? 'B' : 'A';
    for (const wrong of [key.slice(0, -1), `${key}A`, `${key.slice(0, -1)}${other}`, `aoc_${id}_`, `aoc_${id}`, key.toUpperCase()])
      await api.client.problem(allRoutes.me, 401, as(wrong));
  });

  it('name their tenant or none', async () => {
    const { key } = await make();
    const asking = (tenant: string) => ({ headers: { authorization: `Bearer ${key}`, 'x-aoc-tenant': tenant } });
    expect(await api.client.ok(allRoutes.me, asking(TENANT))).toMatchObject({ tenant_id: TENANT });
    await api.client.problem(allRoutes.me, 404, asking(OTHER_TENANT));
  });

  it('do not see what is private, and nobody gives away a sight that they lack', async () => {
    const plain = await make();
    const seeing = await make({ privacy_role: true });
    const ids = async (key: string) => (await api.client.ok(allRoutes.listEvents, as(key))).items.map(({ id }) => id).toSorted();
    expect([await ids(plain.key), await ids(seeing.key)]).toEqual([['open'], ['open', 'private']]);
    const admin = await make({ role: 'admin' });
    const wanted = { body: { name: 'x', privacy_role: true }, ...as(admin.key) };
    expect((await api.client.problem(allRoutes.createApiKey, 403, wanted)).errors).toEqual([
      { path: 'body.privacy_role', message: 'Only a holder of a privacy role may give it to a key' },
    ]);
  });

  it('hold no higher role than the one who makes them', async () => {
    const problem = await open.client.problem(allRoutes.createApiKey, 403, { body: { name: 'x', role: 'msp_admin' } });
    expect(problem.errors).toEqual([{ path: 'body.role', message: 'A key may not hold a higher role than the one who makes it' }]);
  });

  describe('and tickets', () => {
    const ticketFor = async (key: string, operation = 'exportEvents') =>
      (await api.client.ok(allRoutes.createTicket, { body: { operation_id: operation }, ...as(key) })).ticket;

    it('stand for their caller in one request of one route', async () => {
      const { key } = await make();
      const ticket = await ticketFor(key);
      const query = { format: 'ndjson', ticket };
      const reply = await api.client.call(allRoutes.exportEvents, { query });
      expect(reply.status).toBe(200);
      expect(reply.text).toContain('"open"');
      expect(reply.text).not.toContain('Mailbox');
      await api.client.problem(allRoutes.exportEvents, 401, { query });
      await api.client.problem(allRoutes.exportRules, 401, { query: { ticket: await ticketFor(key) } });
      expect(api.log.join('\n')).not.toContain(ticket);
    });

    it('are refused when made up, given twice, or on a route that takes none', async () => {
      const { key } = await make();
      for (const ticket of ['x', 'A'.repeat(43), ['A'.repeat(43), 'B'.repeat(43)]])
        expect((await api.client.problem(allRoutes.exportEvents, 401, { query: { format: 'csv', ticket } })).detail).toMatch(
          /^The ticket is not accepted\. .* ask for another at \/api\/tickets\.$/,
        );
      await api.client.problem(allRoutes.listEvents, 401, { query: { ticket: await ticketFor(key) } });
    });

    it('end after a minute', async () => {
      const { key } = await make();
      await ticketFor(key);
      const prefix = api.deps.config.QUEUE_PREFIX;
      const left = await Promise.all((await api.deps.valkey.keys(`${prefix}:once:*`)).map((name) => api.deps.valkey.ttl(name)));
      expect(left.length).toBeGreaterThan(0);
      expect(left.every((seconds) => seconds > 0 && seconds <= 60)).toBe(true);
    });
  });
});
