import { allRoutes } from '@aoc/contracts';
import { apiFixture, type ApiFixture } from '../testing/api-fixture';

describe('limits of rate', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await apiFixture('rate_limits', { env: { RATE_LIMIT_PER_MINUTE: '12', RATE_LIMIT_HEAVY_PER_MINUTE: '3' } });
  });
  afterAll(() => api.stop());

  it('end what one caller asks too often, earlier for what costs much, and say when to ask again', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 5; n++) statuses.push((await api.client.call(allRoutes.exportEvents, { query: { format: 'csv' } })).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    const others: number[] = [];
    for (let n = 0; n < 9; n++) others.push((await api.client.call(allRoutes.me)).status);
    expect(others).toEqual([200, 200, 200, 200, 200, 200, 200, 429, 429]);
    const refused = await api.client.call(allRoutes.me);
    expect(refused.body).toMatchObject({ code: 'rate_limited', detail: expect.stringContaining('requests of this minute') });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    // What needs no caller goes on.
    await api.client.ok(allRoutes.health);
  });
});
