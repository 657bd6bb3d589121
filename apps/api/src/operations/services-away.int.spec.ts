import { allRoutes, type RouteContract } from '@aoc/contracts';
import { testMongoUri, testRedisUrl, waitFor } from '@aoc/testing';
import type { CallInput } from '../testing/api-client';
import { apiFixture, type ApiFixture } from '../testing/api-fixture';
import { cuttableProxy, type CuttableProxy } from '../testing/cuttable-proxy';
import { auditRecord } from '../testing/records';

const secret = 'a-client-state';
const through = (url: string, proxy: CuttableProxy): string => {
  const changed = new URL(url);
  changed.hostname = '127.0.0.1';
  changed.port = String(proxy.port);
  return changed.href;
};

describe('while a service is away', () => {
  let api: ApiFixture;
  let database: CuttableProxy;
  let queue: CuttableProxy;
  beforeAll(async () => {
    database = await cuttableProxy(Number(new URL(testMongoUri()).port));
    queue = await cuttableProxy(Number(new URL(testRedisUrl()).port));
    const env = {
      MONGO_URI: through(testMongoUri(), database),
      REDIS_URL: through(testRedisUrl(), queue),
      WEBHOOK_CLIENT_STATE: secret,
    };
    api = await apiFixture('away', { env });
    await api.seed([auditRecord({ id: 'a1' })]);
  });
  afterAll(async () => {
    database.set('open');
    queue.set('open');
    await api.stop();
    await database.stop();
    await queue.stop();
  });

  const needDatabase: [RouteContract, CallInput][] = [
    [allRoutes.listEvents, {}],
    [allRoutes.getEvent, { params: { id: 'a1' } }],
    [allRoutes.setTags, { params: { id: 'a1' }, body: { tags: ['x'] } }],
    [allRoutes.bulkTags, { body: { tags: ['x'] }, headers: { 'idempotency-key': 'away' } }],
    [allRoutes.addComment, { params: { id: 'a1' }, body: { text: 'x' } }],
    [allRoutes.filterOptions, {}],
    [allRoutes.sourceHealth, {}],
    [allRoutes.listImports, {}],
    [allRoutes.getJob, { params: { job_id: 'x' } }],
  ];
  const needQueue: [RouteContract, CallInput][] = [
    [allRoutes.fetchAuditLogs, { query: { wait: 'false' } }],
    [allRoutes.graphWebhook, { body: { value: [{ clientState: secret }] } }],
  ];

  async function expectUnavailable(calls: [RouteContract, CallInput][], what: string): Promise<void> {
    const started = performance.now();
    const replies = await Promise.all(calls.map(([contract, input]) => api.client.call(contract, input)));
    for (const [index, reply] of replies.entries()) {
      const name = calls[index]?.[0].operationId;
      expect([name, reply.status, reply.headers.get('retry-after'), reply.body]).toMatchObject([
        name,
        503,
        '5',
        { code: 'unavailable', detail: `The ${what} does not answer. Try again in a moment.` },
      ]);
    }
    expect(performance.now() - started).toBeLessThan(9000);
  }
  const back = (contract: RouteContract, input: CallInput = {}) =>
    waitFor(`${contract.operationId} to work again`, async () => (await api.client.call(contract, input)).status < 300);

  it.each(['cut', 'frozen'] as const)(
    'the database (%s): what needs it is answered 503, the rest goes on, and all is well afterwards',
    async (state) => {
      database.set(state);
      const [health, ready, live] = await Promise.all([allRoutes.health, allRoutes.ready, allRoutes.live].map((r) => api.client.call(r)));
      expect([health?.status, health?.body]).toEqual([503, { status: 'unavailable', database: 'disconnected' }]);
      expect([ready?.status, ready?.body]).toMatchObject([503, { database: 'disconnected', queue: 'connected', migrations: 'unknown' }]);
      expect(live?.status).toBe(200);
      await expectUnavailable(needDatabase, 'database');
      database.set('open');
      await back(allRoutes.health);
      for (const [contract, input] of needDatabase.slice(0, 5)) await back(contract, input);
      expect((await api.client.ok(allRoutes.getEvent, { params: { id: 'a1' } })).tags).toEqual(['x']);
    },
    30_000,
  );

  it.each(['cut', 'frozen'] as const)(
    'the queue (%s): only what needs it is answered 503, and all is well afterwards',
    async (state) => {
      queue.set(state);
      const [ready, health, metrics] = await Promise.all(
        [allRoutes.ready, allRoutes.health, allRoutes.metrics].map((r) => api.client.call(r)),
      );
      expect([ready?.status, ready?.body]).toMatchObject([503, { database: 'connected', queue: 'disconnected' }]);
      expect([health?.status, metrics?.status]).toEqual([200, 200]);
      await expectUnavailable(needQueue, 'queue');
      expect((await api.client.ok(allRoutes.listEvents)).total).toBe(1);
      queue.set('open');
      await back(allRoutes.graphWebhook, { body: { value: [{ clientState: secret }] } });
      await back(allRoutes.ready);
    },
    30_000,
  );
});
