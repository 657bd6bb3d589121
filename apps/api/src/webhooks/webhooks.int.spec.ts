import { tenantIdSchema, webhookRoutes } from '@aoc/contracts';
import { randomUUID } from 'node:crypto';
import { apiFixture, OTHER_TENANT, type ApiFixture } from '../testing/api-fixture';

const SECRET = 'state-of-the-client';
const { graphWebhook, graphWebhookValidation, managementWebhook } = webhookRoutes;

describe('webhooks', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await apiFixture('webhooks', { env: { WEBHOOK_CLIENT_STATE: SECRET, SOURCES: 'directory,unified' } });
  });
  afterAll(() => api.stop());

  const queued = async (): Promise<string[]> => {
    const jobs = await api.deps.queue.queues.fetch.getJobs(['waiting', 'active', 'delayed']);
    return jobs.map((job) => String(job.data.source)).toSorted();
  };

  it('echo the validation token as plain text, by GET and by POST, whatever it holds', async () => {
    for (const token of ['abc 123', '<script>alert(1)</script>', 'ünï%20code', 'Validation: Testing client application reachability'])
      for (const route of [graphWebhookValidation, graphWebhook]) {
        const reply = await api.client.call(route, { query: { validationToken: token } });
        expect([reply.status, reply.text]).toEqual([200, token]);
        expect(reply.headers.get('content-type')).toMatch(/^text\/plain/);
        expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
      }
  });

  it('refuse what does not carry the secret, or carries it in some of its notices only, and queue nothing', async () => {
    for (const value of [
      [{}],
      [{ clientState: '' }],
      [{ clientState: `${SECRET}x` }],
      [{ clientState: SECRET }, { clientState: 'other' }],
    ]) {
      const problem = await api.client.problem(graphWebhook, 403, { body: { value } });
      expect(problem.detail).toContain('WEBHOOK_CLIENT_STATE');
    }
    await api.client.problem(managementWebhook, 403, { body: [{ tenantId: 'x', contentType: 'Audit.Exchange' }] });
    await api.client.problem(managementWebhook, 403, { body: { validationCode: 'x' }, headers: { 'webhook-authid': 'wrong' } });
    expect(await queued()).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ['no body', undefined, 'body'],
    ['an empty list', { value: [] }, 'body.value'],
    ['no list', { value: 'x' }, 'body.value'],
    ['an operator for a secret', { value: [{ clientState: { $ne: null } }] }, 'body.value[0].clientState'],
    ['too many', { value: Array.from({ length: 1001 }, () => ({})) }, 'body.value'],
  ])('refuse %s', async (_name, body, path) => {
    expect((await api.client.problem(graphWebhook, 400, { body })).errors?.[0]?.path).toBe(path);
    expect(await queued()).toEqual([]);
  });

  it('bring the next fetch of the sources that are switched on forward, once however often they come', async () => {
    const notice = {
      clientState: SECRET,
      subscriptionId: 's',
      resource: 'auditLogs/directoryAudits',
      changeType: 'created',
      tenantId: 'anyone',
    };
    const replies = await Promise.all(
      Array.from({ length: 3 }, () => api.client.call(graphWebhook, { body: { value: [notice, notice] } })),
    );
    expect(replies.map((reply) => [reply.status, reply.text])).toEqual([
      [202, ''],
      [202, ''],
      [202, ''],
    ]);
    expect(await queued()).toEqual(['directory']);
    const body = [{ tenantId: 'anyone', contentType: 'Audit.Exchange', contentUri: 'https://evil.example/steal' }];
    expect((await api.client.call(managementWebhook, { body, headers: { 'webhook-authid': SECRET } })).status).toBe(200);
    expect(await queued()).toEqual(['directory', 'unified']);
  });

  it('bring the fetch of the tenant that they name forward, with its own sources, unless it is switched off', async () => {
    const [other, off] = [OTHER_TENANT, tenantIdSchema.parse(randomUUID())];
    for (const id of [other, off]) await api.deps.tenants.register({ id, name: id }, new Date());
    await api.deps.tenants.update(other, { sources: ['signin'] });
    await api.deps.tenants.update(off, { enabled: false });
    await api.deps.queue.queues.fetch.obliterate({ force: true });
    const value = [other.toUpperCase(), off].map((tenantId) => ({ clientState: SECRET, tenantId }));
    expect((await api.client.call(graphWebhook, { body: { value } })).status).toBe(202);
    const waiting = await api.deps.queue.queues.fetch.getJobs(['waiting', 'active', 'delayed']);
    expect(waiting.map(({ data }) => data)).toEqual([{ tenant_id: other, source: 'signin' }]);
  });

  it('write the secret into no log line and no answer', async () => {
    const { text } = await api.client.call(graphWebhook, { body: { value: [{ clientState: `${SECRET}x` }] } });
    expect([text, ...api.log].filter((line) => line.includes(SECRET))).toEqual([]);
  });

  it('refuse everything while no secret is set', async () => {
    const open = await apiFixture('webhooks_open', { database: api.database });
    try {
      await open.client.problem(graphWebhook, 403, { body: { value: [{ clientState: '' }] } });
      await open.client.problem(managementWebhook, 403, { body: { validationCode: 'x' }, headers: { 'webhook-authid': '' } });
    } finally {
      await open.stop();
    }
  });
});
