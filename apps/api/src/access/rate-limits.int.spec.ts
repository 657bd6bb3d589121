import { allRoutes } from '@aoc/contracts';
import { startSimulator, type Simulator } from '@aoc/tools/microsoft-simulator';
import { testRedisUrl, waitFor } from '@aoc/testing';
import { randomBytes, randomUUID } from 'node:crypto';
import { apiFixture, TENANT, type ApiFixture } from '../testing/api-fixture';
import { cuttableProxy, type CuttableProxy } from '../testing/cuttable-proxy';

const CLIENT = '7e1f0a52-3c0e-4e0d-9f6e-5d1f3f0a9b21';

describe('limits of rate', () => {
  let simulator: Simulator;
  /** Two processes of one installation; the second one's way to the queue can be cut. */
  let first: ApiFixture;
  let second: ApiFixture;
  let queue: CuttableProxy;
  beforeAll(async () => {
    simulator = await startSimulator({ tenants: [{ tenantId: TENANT, events: 10, days: 1, company: { users: 2 } }] });
    queue = await cuttableProxy(Number(new URL(testRedisUrl()).port));
    const env = {
      QUEUE_PREFIX: `rates_${randomBytes(4).toString('hex')}`,
      RATE_LIMIT_PER_MINUTE: '12',
      RATE_LIMIT_HEAVY_PER_MINUTE: '3',
      RATE_LIMIT_TENANT_PER_MINUTE: '40',
      AUTH_ENABLED: 'true',
      AUTH_TENANT_ID: TENANT,
      AUTH_CLIENT_ID: CLIENT,
      LOGIN_URL: simulator.loginUrl,
    };
    first = await apiFixture('rate_limits', { env });
    const away = { ...env, REDIS_URL: testRedisUrl().replace(/:\d+/, `:${queue.port}`) };
    second = await apiFixture('rate_limits', { env: away, database: first.database });
  });
  afterAll(async () => {
    queue.set('open');
    await second.stop();
    await first.stop();
    await queue.stop();
    await simulator.stop();
  });
  const somebody = () => {
    const token = simulator.control.mintToken(TENANT, { aud: CLIENT, oid: randomUUID(), sub: 's', scp: 'access' });
    return { headers: { authorization: `Bearer ${token}` } };
  };
  const statuses = async (calls: number, one: (n: number) => Promise<{ status: number }>): Promise<string> => {
    const all: number[] = [];
    for (let n = 0; n < calls; n++) all.push((await one(n)).status);
    return all.join(' ').replaceAll('200', '+').replaceAll('429', '-').replaceAll(' ', '');
  };

  it('end what one caller asks too often of any process, earlier for what costs much, and say when to ask again', async () => {
    const ana = somebody();
    const apis = [first, second];
    const turn = (n: number): ApiFixture => apis[n % 2] ?? first;
    const exported = statuses(5, (n) => turn(n).client.call(allRoutes.exportEvents, { query: { format: 'csv' }, ...ana }));
    expect(await exported).toBe('+++--');
    expect(await statuses(9, (n) => turn(n).client.call(allRoutes.me, ana))).toBe('+++++++--');
    for (const api of apis) {
      const refused = await api.client.call(allRoutes.me, ana);
      expect(refused.body).toMatchObject({ code: 'rate_limited', detail: expect.stringContaining('requests of this minute') });
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
      // What needs no caller goes on, and so does everybody else.
      await api.client.ok(allRoutes.health);
    }
    await second.client.ok(allRoutes.me, somebody());
  });

  it('end what all callers in a tenant ask together', async () => {
    const people = Array.from({ length: 8 }, somebody);
    const asked = await statuses(64, (n) => (n % 2 ? first : second).client.call(allRoutes.me, people[n % 8]));
    const allowed = asked.indexOf('-');
    // 20 were counted above: those of the first caller that were let through to the tenant's count, and the other's one.
    expect(allowed).toBe(40 - 13);
    const { detail } = await first.client.problem(allRoutes.me, 429, people[0]);
    expect(detail).toMatch(/people and keys of this tenant/);
  });

  it('are counted by each process alone while the queue is silent, without a wait for each request', async () => {
    const ben = somebody();
    queue.set('frozen');
    const started = performance.now();
    const asked = await statuses(14, () => second.client.call(allRoutes.me, ben));
    const ms = performance.now() - started;
    queue.set('open');
    await waitFor('the queue to be back', async () => (await second.deps.valkey.ping()) === 'PONG');
    // Who asks too often is refused all the same.
    expect(asked).toBe('++++++++++++--');
    expect(ms).toBeLessThan(4000);
    expect(second.log.some((line) => line.includes('counted by this process alone'))).toBe(true);
  });
});
