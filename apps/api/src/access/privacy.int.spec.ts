import { allRoutes } from '@aoc/contracts';
import { apiFixture, type ApiFixture } from '../testing/api-fixture';
import { auditRecord } from '../testing/records';

const MARK = 'ZZHIDDENZZ';
const hidden = {
  actor: { display: `${MARK} Person`, upn: `${MARK}@contoso.com` },
  target: { display: `${MARK}-PC`, type: 'Device' },
  result: MARK,
};

describe('events of private services and operations', () => {
  let api: ApiFixture;
  let dedupeKey: string;
  beforeAll(async () => {
    // Stored and tagged by somebody without limits, then served to somebody with them.
    const open = await apiFixture('privacy');
    await open.seed([
      auditRecord({ id: 'h1', service: 'Mailbox', at: '2026-03-01T09:00:00Z', ...hidden }),
      auditRecord({ id: 'h2', operation: 'Read secret', at: '2026-03-01T09:01:00Z', ...hidden }),
      auditRecord({ id: 'v1', at: '2026-03-01T09:02:00Z' }),
      auditRecord({ id: 'v2', at: '2026-03-01T09:03:00Z', operation: 'Read secrets' }),
      auditRecord({ id: 'h3', service: 'Mailbox', operation: 'Read secret', at: '2026-03-01T09:04:00Z', ...hidden }),
    ]);
    await open.client.ok(allRoutes.bulkTags, { query: { actor: 'zzhidden' }, body: { tags: [MARK] } });
    dedupeKey = (await open.client.ok(allRoutes.getEvent, { params: { id: 'h1' } })).dedupe_key;
    const form = new FormData();
    form.append('file', new Blob([`{"Workload":"Mailbox","who":"${MARK}"}\n${MARK}\n`]), 'rejected.ndjson');
    form.append('note', 'x');
    await open.client.ok(allRoutes.createImport, { body: form });
    const env = { AI_FEATURES_ENABLED: 'true', PRIVACY_SERVICES: 'Mailbox', PRIVACY_SENSITIVE_OPERATIONS: 'Read secret' };
    api = await apiFixture('privacy_limited', { env, database: open.database });
    const { stop } = api;
    api.stop = async () => {
      await stop();
      await open.stop();
    };
  });
  afterAll(() => api.stop());

  it.each<[string, Record<string, string>]>([
    ['no filter', {}],
    ['their service', { service: 'Mailbox' }],
    ['their operation', { operation: 'Read secret' }],
    ['their actor', { actor: MARK }],
    ['their result', { result: MARK }],
    ['their tag', { include_tags: MARK }],
    ['a word of them', { search: 'Person' }],
    ['their device', { search: `${MARK}-PC` }],
    ['their UPN', { search: `${MARK}@contoso.com` }],
    ['their time', { end: '2026-03-01T09:01:00Z' }],
  ])('are neither listed nor counted with %s', async (_name, query) => {
    for (const sort of ['asc', 'desc']) {
      const reply = await api.client.call(allRoutes.listEvents, { query: { ...query, sort } });
      const page = await api.client.ok(allRoutes.listEvents, { query: { ...query, sort } });
      expect(reply.text).not.toContain(MARK);
      expect(page.total).toBe(page.items.length);
      expect(page.items.every((event) => event.id.startsWith('v'))).toBe(true);
    }
  });

  it('do not end pages early or show through cursors', async () => {
    const first = await api.client.ok(allRoutes.listEvents, { query: { page_size: '1' } });
    expect(first).toMatchObject({ items: [{ id: 'v2' }], total: 2 });
    const second = await api.client.ok(allRoutes.listEvents, { query: { page_size: '1', cursor: String(first.next_cursor) } });
    expect(second).toMatchObject({ items: [{ id: 'v1' }], next_cursor: null });
  });

  it('do not exist by their id', async () => {
    for (const id of ['h1', 'h2', 'h3', dedupeKey]) {
      await api.client.problem(allRoutes.getEvent, 404, { params: { id } });
      await api.client.problem(allRoutes.setTags, 404, { params: { id }, body: { tags: [] } });
      await api.client.problem(allRoutes.addComment, 404, { params: { id }, body: { text: 'x' } });
    }
  });

  it('are not explained, and explain nothing', async () => {
    for (const id of ['h1', 'h2', 'h3', dedupeKey]) {
      const problem = await api.client.problem(allRoutes.explainEvent, 403, { params: { id } });
      expect(problem.code).toBe('privacy_gated');
      expect(JSON.stringify(problem)).not.toContain(MARK);
    }
    for (const id of ['v1', 'v2']) expect((await api.client.call(allRoutes.explainEvent, { params: { id } })).text).not.toContain(MARK);
  });

  it('give no filter option, and none to those who rejected records come from', async () => {
    expect((await api.client.call(allRoutes.filterOptions)).text).not.toContain(MARK);
    expect((await api.client.ok(allRoutes.filterOptions)).operations.toSorted()).toEqual(['Read secrets', 'Update user']);
    const rejected = await api.client.ok(allRoutes.rejectedRecords);
    expect(rejected.items.length).toBe(2);
    expect(JSON.stringify(rejected)).not.toContain(MARK);
  });

  it('are not touched by tags for all', async () => {
    expect(await api.client.ok(allRoutes.bulkTags, { body: { tags: ['seen'] } })).toEqual({ matched: 2, modified: 2 });
    expect(await api.client.ok(allRoutes.bulkTags, { body: { tags: [], mode: 'replace' } })).toEqual({ matched: 2, modified: 2 });
    const { db } = api.database.connection;
    const rows = await db?.collection('events').find({ tags: MARK }).toArray();
    expect(rows?.map((row) => row.tags)).toEqual([[MARK], [MARK], [MARK]]);
  });
});
