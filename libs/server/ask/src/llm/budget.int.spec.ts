import { tenantIdSchema } from '@aoc/contracts';
import { connectValkey, QuotaStore, type Redis } from '@aoc/server/queues';
import { testRedisUrl } from '@aoc/testing';
import { randomUUID } from 'node:crypto';
import { reserveBudget, type Budget, type Reservation } from './budget';

const NOW = new Date('2026-03-01T23:59:00Z');
const tenant = () => tenantIdSchema.parse(randomUUID());
let clients: Redis[];
let stores: QuotaStore[];
beforeAll(() => {
  const prefix = `aoc-test-${randomUUID()}`;
  clients = [connectValkey(testRedisUrl()), connectValkey(testRedisUrl())];
  stores = clients.map((client) => new QuotaStore(client, prefix));
});
afterAll(() => Promise.all(clients.map((client) => client.quit())));

const budget = (store: QuotaStore | undefined, dailyRequests: number, dailyTokens: number): Budget => {
  if (store === undefined) throw new Error('no store');
  return { store, dailyRequests, dailyTokens };
};
const granted = (reservation: Reservation) => {
  if (!reservation.granted) throw new Error(reservation.reason);
  return reservation;
};

describe('the budget of a tenant', () => {
  it('is never exceeded by processes that ask at the same time', async () => {
    const id = tenant();
    const all = await Promise.all(Array.from({ length: 60 }, (_, index) => reserveBudget(budget(stores[index % 2], 25, 0), id, NOW)));
    expect(all.filter((one) => one.granted)).toHaveLength(25);
    expect(all.find((one) => !one.granted)).toEqual({ granted: false, reason: expect.stringContaining('LLM_DAILY_REQUESTS') });
  });

  it('counts what was really spent', async () => {
    const id = tenant();
    const limits = budget(stores[0], 10, 50_000);
    await granted(await reserveBudget(limits, id, NOW)).settle({ requests: 3, promptTokens: 44_000, completionTokens: 1000 });
    expect(await stores[0]?.used(['llm', id, '2026-03-01'])).toEqual({ requests: 3, tokens: 45_000 });
    expect(await reserveBudget(limits, id, NOW)).toEqual({ granted: false, reason: expect.stringContaining('LLM_DAILY_TOKENS') });
  });

  it('gives back what a question did not use, and takes nothing when it is refused', async () => {
    const id = tenant();
    const limits = budget(stores[0], 2, 12_000);
    await granted(await reserveBudget(limits, id, NOW)).settle({ requests: 0, promptTokens: 0, completionTokens: 0 });
    granted(await reserveBudget(limits, id, NOW));
    expect((await reserveBudget(limits, id, NOW)).granted).toBe(false);
    expect(await stores[0]?.used(['llm', id, '2026-03-01'])).toEqual({ requests: 1, tokens: 12_000 });
  });

  it('begins anew with the UTC day, is that of one tenant, and has no limit at 0', async () => {
    const id = tenant();
    const limits = budget(stores[0], 1, 0);
    granted(await reserveBudget(limits, id, NOW));
    expect((await reserveBudget(limits, id, NOW)).granted).toBe(false);
    granted(await reserveBudget(limits, id, new Date('2026-03-02T00:00:00Z')));
    granted(await reserveBudget(limits, tenant(), NOW));
    for (let call = 0; call < 5; call++) granted(await reserveBudget(budget(stores[0], 0, 0), id, NOW));
  });

  it('lets a limit below the usual cost of a question still be used', async () => {
    const id = tenant();
    await granted(await reserveBudget(budget(stores[0], 0, 500), id, NOW)).settle({ requests: 1, promptTokens: 100, completionTokens: 50 });
    expect((await reserveBudget(budget(stores[0], 0, 500), id, NOW)).granted).toBe(false);
  });

  it('keeps its keys for two days only', async () => {
    const id = tenant();
    await reserveBudget(budget(stores[0], 5, 0), id, NOW);
    const [key = ''] = (await clients[0]?.keys(`*:quota:llm:${id}:*`)) ?? [];
    const left = (await clients[0]?.pttl(key)) ?? 0;
    expect(left).toBeGreaterThan(86_400_000);
    expect(left).toBeLessThanOrEqual(2 * 86_400_000);
  });

  it('grants nothing when the store is away', async () => {
    const away = connectValkey('redis://127.0.0.1:1', { failFast: true });
    const answer = await reserveBudget(budget(new QuotaStore(away, 'x'), 5, 0), tenant(), NOW);
    away.disconnect();
    expect(answer).toEqual({ granted: false, reason: expect.stringContaining('Valkey') });
  });
});
