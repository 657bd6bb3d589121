import { operationsRoutes } from '@aoc/contracts';
import { apiFixture, TENANT, type ApiFixture } from '../testing/api-fixture';

const { authConfig, docs, features, health, live, metrics, openapi, ready, version } = operationsRoutes;

describe('what the API says of itself', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    const env = { DEFAULT_PAGE_SIZE: '7', PUBLIC_URL: 'https://aoc.example.com/', CORS_ORIGINS: 'https://desk.example.com' };
    api = await apiFixture('operations', { env });
  });
  afterAll(() => api.stop());

  it('is healthy, live and ready', async () => {
    expect(await api.client.ok(health)).toEqual({ status: 'ok', database: 'connected' });
    expect(await api.client.ok(live)).toEqual({ status: 'ok' });
    expect(await api.client.ok(ready)).toEqual({ status: 'ok', database: 'connected', queue: 'connected', migrations: 'current' });
  });

  it('is not ready on a database that is not migrated', async () => {
    const { db } = api.database.connection;
    await db?.collection('migrations').updateMany({}, { $set: { version: 1 } });
    const reply = await api.client.call(ready);
    expect([reply.status, reply.body]).toMatchObject([503, { status: 'unavailable', migrations: 'pending' }]);
    await db?.collection('migrations').updateMany({}, { $set: { version: 1000 } });
    expect(await api.client.ok(ready)).toMatchObject({ migrations: 'current' });
  });

  it('has a version, sign-in settings and features', async () => {
    expect(await api.client.ok(version)).toEqual({ version: '0.0.0-test' });
    expect(await api.client.ok(authConfig)).toEqual({
      auth_enabled: false,
      tenant_id: '',
      client_id: '',
      scope: '',
      redirect_uri: 'https://aoc.example.com',
      authority: '',
      known_authorities: ['login.microsoftonline.com'],
    });
    expect(await api.client.ok(features)).toMatchObject({ ai_features_enabled: false, default_page_size: 7, demo: false });
  });

  it('counts requests by route, never by id', async () => {
    await api.client.raw('/api/events/some-id-of-an-event');
    await api.client.raw('/nowhere/some-id-of-an-event');
    const text = await api.client.ok(metrics);
    expect(text).toMatch(/aoc_http_request_duration_seconds_count\{method="GET",route="\/api\/events\/:id",status="404"\} 1/);
    expect(text).toMatch(/route="unknown",status="404"\} 1/);
    expect(text).toMatch(/aoc_queue_depth\{queue="fetch",state="waiting"\} 0/);
    expect(text).not.toContain('some-id-of-an-event');
    expect(text).not.toContain(TENANT);
  });

  it('has a readable page whose files are all its own', async () => {
    const page = await api.client.ok(docs);
    const files = [...page.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, file]) => String(file));
    expect(files).toHaveLength(3);
    for (const file of files) expect((await api.client.raw(file)).status).toBe(200);
    const reply = await api.client.call(openapi);
    expect(reply.body).toMatchObject({ openapi: '3.1.0', info: { version: '0.0.0-test' } });
    expect(reply.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('keeps a harmless X-Request-ID, also in the log, and makes a new one for any other', async () => {
    const kept = await api.client.call(version, { headers: { 'x-request-id': 'my-id.1_2' } });
    expect(kept.headers.get('x-request-id')).toBe('my-id.1_2');
    const line = api.log.map((text): Record<string, unknown> => JSON.parse(text)).find((entry) => entry.request_id === 'my-id.1_2');
    expect(line).toMatchObject({ msg: 'request', route: '/api/version', status: 200, method: 'GET' });
    for (const bad of ['', 'a b', 'x'.repeat(129), '{"$ne":1}', '../../x', '<script>']) {
      const given = (await api.client.call(version, { headers: { 'x-request-id': bad } })).headers.get('x-request-id');
      expect([bad, given]).toEqual([bad, expect.stringMatching(/^[0-9a-f-]{36}$/)]);
    }
  });

  it('answers unknown addresses and methods as problems', async () => {
    const unknown = await api.client.raw('/api/nothing?secret=1');
    expect([unknown.status, unknown.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
    expect(unknown.body).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: 'There is nothing at this address. /api/docs lists what there is.',
      instance: '/api/nothing',
      code: 'not_found',
    });
    const wrong = await api.client.raw('/api/events', { method: 'DELETE' });
    expect([wrong.status, wrong.headers.get('allow'), wrong.body]).toMatchObject([405, 'GET', { code: 'method_not_allowed' }]);
  });

  it('is read by pages of listed origins only', async () => {
    const listed = await api.client.raw('/api/version', { headers: { origin: 'https://desk.example.com' } });
    expect(listed.headers.get('access-control-allow-origin')).toBe('https://desk.example.com');
    const other = await api.client.raw('/api/version', { headers: { origin: 'https://evil.example' } });
    expect([other.status, other.headers.get('access-control-allow-origin')]).toEqual([200, null]);
    const write = { method: 'PATCH', headers: { origin: 'https://evil.example', 'content-type': 'application/json' }, body: '{"tags":[]}' };
    expect((await api.client.raw('/api/events/x/tags', write)).status).toBe(403);
  });
});
