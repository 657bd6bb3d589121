import { auditRoutes, searchRoutes } from '@aoc/contracts';
import { waitFor } from '@aoc/testing';
import { parse } from 'csv-parse/sync';
import { apiFixture, type ApiFixture } from '../testing/api-fixture';
import { auditRecord } from '../testing/records';

const FORMULA = '=HYPERLINK("http://evil.example","x")';
const COUNT = 2500;

describe('GET /api/events/export', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await apiFixture('export');
    for (let from = 0; from < COUNT; from += 500)
      await api.seed(
        Array.from({ length: 500 }, (_, i) =>
          auditRecord({
            id: `e${from + i}`,
            at: new Date(Date.UTC(2026, 2, 1) + (from + i) * 1000).toISOString(),
            result: i % 2 ? 'failure' : 'success',
            operation: from + i === 7 ? FORMULA : 'Update "user", twice\nor so',
          }),
        ),
      );
  });
  afterAll(() => api.stop());

  const text = async (query: Record<string, string>): Promise<string> => (await api.client.call(searchRoutes.exportEvents, { query })).text;
  const ndjson = async (query: Record<string, string>): Promise<{ id: string; dedupe_key: string; raw?: unknown }[]> =>
    (await text({ format: 'ndjson', ...query }))
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  const all = (step: number): string[] => Array.from({ length: COUNT / step }, (_, i) => `e${i * step}`);

  it('gives every matching event once, in order, in each format', async () => {
    expect((await ndjson({ sort: 'asc' })).map(({ id }) => id)).toEqual(all(1));
    expect((await ndjson({ q: 'result:success' })).map(({ id }) => id)).toEqual(all(2).reverse());
    const json = JSON.parse(await text({ format: 'json', result: 'success', sort: 'asc' }));
    expect(json).toMatchObject({ count: COUNT / 2, coverage: { state: 'unknown' } });
    expect(json.items.map(({ id }: { id: string }) => id)).toEqual(all(2));
    const rows: Record<string, string>[] = parse(await text({ format: 'csv', sort: 'asc' }), { columns: true, bom: true });
    expect(rows.map(({ id }) => id)).toEqual(all(1));
    expect(rows[0]).toMatchObject({ operation: 'Update "user", twice\nor so', timestamp: '2026-03-01T00:00:00.000Z' });
  });

  it('never gives a spreadsheet a formula', async () => {
    const csv = await text({ format: 'csv' });
    const rows: Record<string, string>[] = parse(csv, { columns: true, bom: true });
    expect(rows.find(({ id }) => id === 'e7')?.operation).toBe(`'${FORMULA}`);
    expect(rows.flatMap((row) => Object.values(row)).filter((cell) => /^[=+@\t\r]/.test(cell))).toEqual([]);
  });

  it('has raw records when asked', async () => {
    expect((await ndjson({ q: 'id:e3', raw: 'true' }))[0]?.raw).toMatchObject({ id: 'e3', category: 'UserManagement' });
    expect((await ndjson({ q: 'id:e3' }))[0]?.raw).toBeUndefined();
  });

  it('goes on behind the last event of a broken download', async () => {
    const first = (await ndjson({ sort: 'asc' })).slice(0, 1234);
    const rest = await ndjson({ sort: 'asc', cursor: first.at(-1)?.dedupe_key ?? '' });
    expect([...first, ...rest].map(({ id }) => id)).toEqual(all(1));
    await api.client.problem(searchRoutes.exportEvents, 400, { query: { format: 'csv', cursor: 'gone' } });
  });

  it('is a file with a name, says how complete it is, and an empty one is well-formed', async () => {
    const reply = await api.client.call(searchRoutes.exportEvents, { query: { format: 'csv', q: 'service:None' } });
    expect(reply.headers.get('content-disposition')).toMatch(/^attachment; filename="aoc-events-\d{4}-\d{2}-\d{2}\.csv"$/);
    expect(reply.headers.get('x-aoc-coverage')).toBe('unknown');
    expect(reply.text.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(await text({ format: 'json', q: 'service:None' }))).toMatchObject({ items: [], count: 0 });
  });

  it('limits how many run at once, and frees the place of a caller who leaves', async () => {
    const leave = new AbortController();
    const url = `${api.url}/api/events/export?format=ndjson&raw=true`;
    const slow = await Promise.all(Array.from({ length: api.deps.config.EXPORT_CONCURRENCY }, () => fetch(url, { signal: leave.signal })));
    const refused = await fetch(url);
    // All may have been sent already where buffers are large: then there is nothing to refuse.
    expect([200, 429]).toContain(refused.status);
    await refused.body?.cancel();
    leave.abort();
    await Promise.all(slow.map((response) => response.text().catch(() => '')));
    expect((await ndjson({ q: 'id:e3' })).length).toBe(1);
  });

  it('leaves one row in the audit trail, also when the caller leaves half-way', async () => {
    const rows = async (): Promise<number> =>
      (await api.client.ok(auditRoutes.listAuditTrail, { query: { action: 'exportEvents' } })).total;
    const before = await rows();
    const leave = new AbortController();
    const response = await fetch(`${api.url}/api/events/export?format=ndjson&raw=true`, { signal: leave.signal });
    await response.body?.getReader().read();
    leave.abort();
    // Places that are free again say that the server has noticed.
    const places = Array.from({ length: api.deps.config.EXPORT_CONCURRENCY }, () => `${api.url}/api/events/export?format=ndjson&q=id:e3`);
    let tried = 0;
    await waitFor('the place to be free', async () => {
      tried += places.length;
      const replies = await Promise.all(places.map(async (url) => (await fetch(url)).status));
      return replies.every((status) => status === 200);
    });
    expect(await rows()).toBe(before + 1 + tried);
    expect(api.log.filter((line) => line.includes('Reply was already sent'))).toEqual([]);
  });
});
