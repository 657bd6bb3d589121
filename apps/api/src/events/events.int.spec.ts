import { eventRoutes } from '@aoc/contracts';
import { apiFixture, OTHER_TENANT, type ApiFixture } from '../testing/api-fixture';
import { auditRecord } from '../testing/records';

const bob = { id: '00000000-0000-4000-8000-000000000002', display: 'Bob Brown', upn: 'bob.brown@Contoso.com' };
const sync = { id: '00000000-0000-4000-8000-000000000003', display: null, upn: 'svc-sync@contoso.com' };
const laptop = { display: 'LAPTOP-1', id: '20000000-0000-4000-8000-000000000001', type: 'Device' };
const disabled = [{ displayName: 'AccountEnabled', oldValue: '[true]', newValue: '[false]' }];

/** One hour apart, e1 the oldest. */
const RECORDS = [
  { id: 'e1', service: 'UserManagement', operation: 'Update user', target: { display: 'Carol Clark', modified: disabled } },
  { id: 'e2', service: 'UserManagement', operation: 'Delete user', result: 'failure', actor: bob },
  { id: 'e3', service: 'GroupManagement', operation: 'Add member to group', actor: bob },
  { id: 'e4', service: 'Device', operation: 'Update device', actor: sync, target: laptop },
  { id: 'e5', service: 'Policy', operation: 'Update policy (100%) [v1.*]', result: 'timeout' },
  { id: 'e6', service: 'GroupManagement', operation: 'Delete group', result: 'failure', target: laptop },
].map((record, index) => auditRecord({ ...record, at: `2026-03-01T0${index + 1}:00:00.000Z` }));

describe('GET /api/events', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await apiFixture('events');
    await api.seed(RECORDS);
    await api.seed([auditRecord({ id: 'foreign' })], OTHER_TENANT);
    await api.client.ok(eventRoutes.setTags, { params: { id: 'e2' }, body: { tags: ['urgent', 'seen'] } });
    await api.client.ok(eventRoutes.setTags, { params: { id: 'e3' }, body: { tags: ['seen'] } });
  });
  afterAll(() => api.stop());

  const list = (query: Record<string, string | string[]>) => api.client.ok(eventRoutes.listEvents, { query });
  const ids = async (query: Record<string, string | string[]>): Promise<string> => (await list(query)).items.map((e) => e.id).join(' ');

  it.each<[string, Record<string, string | string[]>, string]>([
    ['nothing', {}, 'e6 e5 e4 e3 e2 e1'],
    ['service, exact', { service: 'GroupManagement' }, 'e6 e3'],
    ['service, not a part of it', { service: 'Group' }, ''],
    ['service, not in another case', { service: 'groupmanagement' }, ''],
    ['services, any of them', { services: ['GroupManagement', 'Policy'] }, 'e6 e5 e3'],
    ['service within services', { service: 'Policy', services: ['GroupManagement', 'Policy'] }, 'e5'],
    ['service outside services', { service: 'Device', services: ['GroupManagement', 'Policy'] }, ''],
    ['actor, part of the display name', { actor: 'b bro' }, 'e3 e2'],
    ['actor, part of the UPN in any case', { actor: 'BROWN@CONTOSO' }, 'e3 e2'],
    ['actor without a display name', { actor: 'svc-' }, 'e4'],
    ['actor with characters of a pattern', { actor: '.*' }, ''],
    ['operation, part in any case', { operation: 'delete' }, 'e6 e2'],
    ['operation with characters of a pattern', { operation: '(100%) [v1.*]' }, 'e5'],
    ['result', { result: 'failure' }, 'e6 e2'],
    ['result, part in any case', { result: 'TIME' }, 'e5'],
    ['start, inclusive', { start: '2026-03-01T05:00:00Z' }, 'e6 e5'],
    ['end, inclusive', { end: '2026-03-01T02:00:00.000Z' }, 'e2 e1'],
    ['end without a zone is UTC', { end: '2026-03-01T02:00:00' }, 'e2 e1'],
    ['start with a zone', { start: '2026-03-01T07:00:00+02:00' }, 'e6 e5'],
    ['start and end', { start: '2026-03-01T02:00:00Z', end: '2026-03-01T03:00:00Z' }, 'e3 e2'],
    ['a day that has nothing', { start: '2026-03-02' }, ''],
    ['search, one word', { search: 'policy' }, 'e5'],
    ['search, all of several words', { search: 'brown group' }, 'e3'],
    ['search, a name of a target', { search: 'carol' }, 'e1'],
    ['search, a changed property', { search: 'AccountEnabled' }, 'e1'],
    ['search, a device', { search: 'laptop-1' }, 'e6 e4'],
    ['search, a GUID in any case', { search: '20000000-0000-4000-8000-000000000001' }, 'e6 e4'],
    ['search, a UPN in any case', { search: 'Bob.Brown@contoso.COM' }, 'e3 e2'],
    ['search, an address', { search: '203.0.113.7' }, 'e6 e5 e4 e3 e2 e1'],
    ['search, nothing that is known', { search: 'zebra' }, ''],
    ['include_tags, one', { include_tags: 'seen' }, 'e3 e2'],
    ['include_tags, all of several', { include_tags: ['seen', 'urgent'] }, 'e2'],
    ['include_tags, an unknown one', { include_tags: 'never' }, ''],
    ['exclude_tags', { exclude_tags: ['seen', 'never'] }, 'e6 e5 e4 e1'],
    ['include_tags and exclude_tags', { include_tags: 'seen', exclude_tags: 'urgent' }, 'e3'],
    ['several filters', { actor: 'bob', result: 'fail', services: 'UserManagement', include_tags: 'urgent', search: 'delete' }, 'e2'],
    ['filters that exclude each other', { actor: 'bob', service: 'Policy' }, ''],
    ['search with a time range and a tag', { search: 'laptop-1', start: '2026-03-01T05:00:00Z', exclude_tags: 'seen' }, 'e6'],
  ])('filters by %s', async (_name, query, expected) => {
    const page = await list(query);
    expect(page.items.map((e) => e.id).join(' ')).toBe(expected);
    expect(page).toMatchObject({ total: page.items.length, total_is_exact: true, next_cursor: null, page_size: 24 });
    expect(await ids({ ...query, sort: 'asc' })).toBe(expected.split(' ').reverse().join(' '));
  });

  it('serves one event by its id and by its dedupe key, with the record as it came', async () => {
    const [event] = (await list({ service: 'Device' })).items;
    const byId = await api.client.ok(eventRoutes.getEvent, { params: { id: 'e4' } });
    expect(byId).toMatchObject({ ...event, raw: RECORDS[3] });
    expect(await api.client.ok(eventRoutes.getEvent, { params: { id: event?.dedupe_key ?? '' } })).toEqual(byId);
    expect((await api.client.problem(eventRoutes.getEvent, 404, { params: { id: 'foreign' } })).detail).toContain('no event with this id');
  });

  it('pages with sizes from 1 to 500 and names what is wrong with others', async () => {
    expect(await list({ page_size: '1' })).toMatchObject({ page_size: 1, total: 6, items: [{ id: 'e6' }] });
    expect((await list({ page_size: '500' })).items).toHaveLength(6);
    for (const page_size of ['0', '501', '-1', '1.5', 'ten', '', '1e2', '0x10']) {
      const problem = await api.client.problem(eventRoutes.listEvents, 400, { query: { page_size } });
      expect(problem.errors).toEqual([{ path: 'query.page_size', message: 'must be a whole number from 1 to 500' }]);
    }
  });

  it('refuses a cursor that is damaged, cut, or of another list', async () => {
    const first = await list({ page_size: '2', service: 'GroupManagement', sort: 'asc' });
    expect(first.next_cursor).toBeNull();
    const { next_cursor } = await list({ page_size: '2' });
    const cursor = String(next_cursor);
    const refused = async (query: Record<string, string>): Promise<void> => {
      const problem = await api.client.problem(eventRoutes.listEvents, 400, { query });
      expect(problem).toMatchObject({ code: 'bad_cursor', errors: [{ path: 'query.cursor' }] });
    };
    for (let at = 0; at < cursor.length; at += 1)
      await refused({ cursor: `${cursor.slice(0, at)}${cursor[at] === 'A' ? 'B' : 'A'}${cursor.slice(at + 1)}` });
    for (const damaged of [cursor.slice(1), cursor.slice(0, -1), `${cursor}A`, `${cursor}=`, 'null', '{}', '%00'])
      await refused({ cursor: damaged });
    await refused({ cursor, sort: 'asc' });
    await refused({ cursor, service: 'Policy' });
    await refused({ cursor, start: '2026-01-01' });
    expect(await ids({ cursor, page_size: '3' })).toBe('e4 e3 e2');
  });

  it('says in the first page alone how many there are', async () => {
    const first = await list({ page_size: '4' });
    expect(first).toMatchObject({ total: 6, total_is_exact: true });
    expect(await list({ page_size: '4', cursor: String(first.next_cursor) })).toMatchObject({
      total: -1,
      total_is_exact: false,
      next_cursor: null,
    });
  });

  it('tells no total that would have to be counted, when only a known one is asked for', async () => {
    const known = async (query: Record<string, string>) => {
      const page = await list({ ...query, total: 'known' });
      return [page.items.length, page.total, page.total_is_exact];
    };
    const uncounted = { start: '2026-03-01T02:30:00.000Z', page_size: '2' };
    expect(await known(uncounted)).toEqual([2, -1, false]);
    expect((await list(uncounted)).total).toBe(4);
    expect(await known(uncounted)).toEqual([2, 4, true]);
    // The page holds all that match, a counter tells them, or nothing can match.
    expect(await known({ start: '2026-03-01T05:30:00.000Z', page_size: '2' })).toEqual([1, 1, true]);
    expect(await known({ service: 'UserManagement', page_size: '1' })).toEqual([1, 2, true]);
    expect(await known({ service: 'NoSuchService' })).toEqual([0, 0, true]);
  });

  it('tells how far the stored events cover the time that was asked for', async () => {
    expect((await list({})).coverage).toEqual({ state: 'unknown', gaps: [] });
  });
});
