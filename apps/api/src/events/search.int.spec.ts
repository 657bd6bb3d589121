import { eventRoutes, searchRoutes } from '@aoc/contracts';
import { matchesEvent, parseQuery, printQuery, type FieldTerm, type Query } from '@aoc/query';
import { activityCollection, eventCollection, type EventDocument, facetCollection, toEvent } from '@aoc/server/events';
import * as fc from 'fast-check';
import { apiFixture, OTHER_TENANT, type ApiFixture } from '../testing/api-fixture';
import { auditRecord } from '../testing/records';

const bob = { id: '00000000-0000-4000-8000-000000000002', display: 'Bob Brown', upn: 'bob.brown@contoso.com' };
const laptop = { display: 'LAPTOP-1', id: '20000000-0000-4000-8000-000000000001', type: 'Device' };
const change = (displayName: string, oldValue: string, newValue: string) => [{ displayName, oldValue, newValue }];

/** One hour apart, e1 the oldest. */
const RECORDS = [
  {
    id: 'e1',
    service: 'UserManagement',
    operation: 'Update user',
    target: { display: 'Carol Clark', modified: change('AccountEnabled', '[true]', '[false]') },
  },
  { id: 'e2', service: 'UserManagement', operation: 'Delete user', result: 'failure', actor: bob },
  {
    id: 'e3',
    service: 'GroupManagement',
    operation: 'Add member to group',
    actor: bob,
    target: { display: 'Finance Team', type: 'Group' },
  },
  {
    id: 'e4',
    service: 'Device',
    operation: 'Update device',
    target: { ...laptop, modified: change('DisplayName', '"LAPTOP-0"', '"LAPTOP-1 of sales"') },
  },
  {
    id: 'e5',
    service: 'Policy',
    operation: 'Update conditional access policy',
    result: 'timeout',
    target: {
      display: 'Require MFA',
      type: 'Policy',
      modified: [...change('State', '"enabled"', '"disabled"'), ...change('Session control', '"sign in always"', '"enabled for sales"')],
    },
  },
  { id: 'e6', service: 'GroupManagement', operation: 'Delete group', result: 'failure', target: laptop },
].map((record, index) => auditRecord({ ...record, at: `2026-03-01T0${index + 1}:00:00.000Z` }));

describe('the query language over HTTP', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await apiFixture('search');
    await api.seed(RECORDS);
    await api.seed([auditRecord({ id: 'foreign' })], OTHER_TENANT);
    await api.client.ok(eventRoutes.setTags, { params: { id: 'e2' }, body: { tags: ['urgent'] } });
    await api.client.ok(eventRoutes.setTags, { params: { id: 'e3' }, body: { tags: ['urgent', 'seen'] } });
  });
  afterAll(() => api.stop());

  const ids = async (q: string, more: Record<string, string> = {}): Promise<string> =>
    (await api.client.ok(eventRoutes.listEvents, { query: { q, ...more } })).items.map((e) => e.id).join(' ');

  it.each<[string, string]>([
    ['', 'e6 e5 e4 e3 e2 e1'],
    ['service:groupmanagement', 'e6 e3'],
    ['service:(GroupManagement OR Policy)', 'e6 e5 e3'],
    ['-service:GroupManagement', 'e5 e4 e2 e1'],
    ['actor:brown', 'e3 e2'],
    ['user:"bob b"', 'e3 e2'],
    ['actor:/^bob/', 'e3 e2'],
    ['operation:/^(Update|Delete) (user|group)$/', 'e6 e2 e1'],
    ['operation:Update*', 'e5 e4 e1'],
    ['operation:*policy', 'e5'],
    ['operation:="Update user"', 'e1'],
    ['-result:success', 'e6 e5 e2'],
    ['result:*', 'e6 e5 e4 e3 e2 e1'],
    ['tag:urgent', 'e3 e2'],
    ['tag:urgent -tag:seen', 'e2'],
    ['tag:*', 'e3 e2'],
    ['target:laptop', 'e6 e4'],
    ['target:=laptop-1', 'e6 e4'],
    ['target:"finance team"', 'e3'],
    ['target:fin*', 'e3'],
    ['target:20000000-0000-4000-8000-000000000001', 'e6 e4'],
    ['changed:State', 'e5'],
    ['changed:enabled', 'e1'],
    ['new:disabled', 'e5'],
    ['new:sales', 'e5 e4'],
    ['old:enabled', 'e5'],
    ['old:true new:false', 'e1'],
    ['changed:State new:disabled', 'e5'],
    ['changed:State new:enabled', ''],
    ['changed:State old:enabled new:dis*', 'e5'],
    ['changed:State old:=enabled new:sales', ''],
    ['changed:control new:"sales enabled" old:always', 'e5'],
    ['changed:control new:="enabled for sales"', 'e5'],
    ['changed:s new:sales', 'e5 e4'],
    ['changed:s new:"for sales"', 'e5'],
    ['changed:(State OR DisplayName) new:(disabled OR enabled OR 1)', 'e5 e4'],
    ['changed:State new:*', 'e5'],
    ['changed:Nothing new:disabled', ''],
    ['changed:State changed:control new:sales', 'e5'],
    ['changed:* new:sales', 'e5 e4'],
    ['-(changed:State new:enabled) service:Policy', 'e5'],
    ['(changed:State new:enabled) OR (changed:name new:sales)', 'e4'],
    ['changed:State -new:sales', ''],
    ['entity:bob.brown@contoso.com', 'e3 e2'],
    ['ip:203.0.113.7', 'e6 e5 e4 e3 e2 e1'],
    ['ip:203.0.113.0/24', 'e6 e5 e4 e3 e2 e1'],
    ['ip:203.0.112.0/21', 'e6 e5 e4 e3 e2 e1'],
    ['ip:203.0.0.0/9', 'e6 e5 e4 e3 e2 e1'],
    ['ip:203.0.0.0/16', 'e6 e5 e4 e3 e2 e1'],
    ['ip:203.0.113.0/29', 'e6 e5 e4 e3 e2 e1'],
    ['ip:203.0.113.8/29', ''],
    ['ip:203.0.113.7/32 -result:success', 'e6 e5 e2'],
    ['ip:203.128.0.0/9', ''],
    ['ip:20.0.0.0/8', ''],
    ['ip:203.0.0.0/8', 'e6 e5 e4 e3 e2 e1'],
    ['ip:10.0.0.0/8', ''],
    ['ip:203.0.113.0/24 result:failure service:GroupManagement', 'e6'],
    ['service:GroupManagement -result:success', 'e6'],
    ['source:directory result:(failure OR timeout)', 'e6 e5 e2'],
    ['operation:"Delete user" result:failure', 'e2'],
    ['operation:"Delete user" result:timeout', ''],
    ['service:GroupManagement -result:failure', 'e3'],
    ['target:"team laptop" group', ''],
    ['"member to group" target:team', 'e3'],
    ['"group member" target:team', ''],
    ['source:directory', 'e6 e5 e4 e3 e2 e1'],
    ['id:e4', 'e4'],
    ['after:2026-03-01T05:00:00Z', 'e6 e5'],
    ['before:2026-03-01T02:00:00Z', 'e2 e1'],
    ['before:2026-03-01', 'e6 e5 e4 e3 e2 e1'],
    ['after:2026-03-02', ''],
    ['member group', 'e3'],
    ['"member to group"', 'e3'],
    ['"group to member"', ''],
    ['memb*', 'e3'],
    ['zebra', ''],
    ['finance OR carol', 'e3 e1'],
    ['(finance OR result:timeout) -tag:seen', 'e5'],
    ['-(result:success OR service:Policy)', 'e6 e2'],
    ['actor:bob (result:failure OR tag:seen) after:2026-03-01', 'e3 e2'],
    ['service:Nothing', ''],
    ['-service:Nothing result:timeout', 'e5'],
  ])('%s', async (q, expected) => {
    expect(await ids(q)).toBe(expected);
    expect(await ids(q, { sort: 'asc' })).toBe(expected.split(' ').reverse().join(' '));
    const page = await api.client.ok(eventRoutes.listEvents, { query: { q, page_size: '2' } });
    expect(page).toMatchObject({ total: expected === '' ? 0 : expected.split(' ').length, total_is_exact: true });
  });

  it('joins q with the filters of 1.x', async () => {
    expect(await ids('', { search: 'e4' })).toBe('e4');
    expect(await ids('-tag:seen', { actor: 'bob' })).toBe('e2');
  });

  it.each([
    ['servce:Exchange', { position: 0, length: 6, suggestion: 'service' }],
    ['actor:bob (', { position: 10 }],
    ['target:/x/', { position: 7 }],
    ['new:*x*', { position: 0 }],
    ['(('.repeat(40), {}],
    ['operation:/(a+)+$/', { position: 10 }],
    ['a '.repeat(1500), {}],
    ['ip:10.0.0.0/3', {}],
  ])('%s is a 400 that says where and what', async (q, error) => {
    const problem = await api.client.problem(eventRoutes.listEvents, 400, { query: { q } });
    expect(problem).toMatchObject({ code: 'bad_query', errors: [{ path: 'query.q', ...error }] });
  });

  const term = (field: FieldTerm['field'], ...values: string[]) =>
    fc.record({
      kind: fc.constant('field' as const),
      field: fc.constant(field),
      match: fc.constantFrom('plain' as const, 'exact' as const),
      value: fc.constantFrom(...values),
    });
  const changed = term('changed', 'State', 'name', 's', 'session control');
  const becomes = term('new', 'false', 'sales', 'disabled', 'enabled for sales', 'sales enabled');
  const was = term('old', 'enabled', 'always in', 'laptop-0');
  const leaf: fc.Arbitrary<Query> = fc.oneof(
    term('service', 'GroupManagement', 'Policy', 'Nothing'),
    term('operation', 'delete', 'Update user', 'group'),
    term('result', 'failure', 'success'),
    term('actor', 'bob', 'Alice Adams', 'contoso'),
    term('tag', 'urgent', 'seen', 'never'),
    term('target', 'laptop', 'Finance Team', 'team', 'team laptop', 'x'),
    changed,
    becomes,
    was,
    fc
      .tuple(changed, fc.array(fc.oneof(changed, becomes, was), { minLength: 1, maxLength: 3 }))
      .map(([first, more]) => ({ kind: 'all' as const, of: [first, ...more] })),
    term('ip', '203.0.113.0/24', '203.0.113.7', '203.0.112.0/20', '10.0.0.0/8'),
    term('entity', 'bob.brown@contoso.com', 'laptop-1'),
    term('id', 'e3', 'nope'),
    fc.record({
      kind: fc.constant('time' as const),
      bound: fc.constantFrom('after' as const, 'before' as const),
      at: fc.constantFrom('2026-03-01T03:00:00Z', 'today'),
    }),
    fc.record({
      kind: fc.constant('words' as const),
      mode: fc.constantFrom('word' as const, 'prefix' as const, 'phrase' as const),
      text: fc.constantFrom('group', 'del', 'update', 'bob', 'policy'),
    }),
    fc.record({
      kind: fc.constant('words' as const),
      mode: fc.constant('phrase' as const),
      text: fc.constantFrom('member to group', 'group member', 'update device', 'device update', 'user update'),
    }),
  );
  const { query } = fc.letrec<{ query: Query }>((tie) => ({
    query: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.record({ kind: fc.constant('not' as const), of: tie('query') }),
      fc.record({ kind: fc.constantFrom('all' as const, 'any' as const), of: fc.array(tie('query'), { minLength: 2, maxLength: 3 }) }),
    ),
  }));

  it('finds in the database what the live view finds one by one', async () => {
    const { db } = api.database.connection;
    const documents =
      (await db?.collection<EventDocument>(eventCollection.name).find({ tenant_id: api.context().tenantId }).toArray()) ?? [];
    const events = documents.map((document) => ({ ...toEvent(document), search_text: document.search_text }));
    await fc.assert(
      fc.asyncProperty(query, async (given) => {
        const q = printQuery(given);
        const parsed = parseQuery(q);
        fc.pre(parsed.ok);
        if (!parsed.ok) return;
        const expected = events.filter((event) => matchesEvent(parsed.query, event, Date.now())).map((event) => event.id);
        const page = await api.client.ok(eventRoutes.listEvents, { query: { q } });
        const found = page.items.map((event) => event.id);
        expect([q, found, page.total, page.total_is_exact]).toEqual([q, expected.toSorted().reverse(), expected.length, true]);
      }),
      { numRuns: 150 },
    );
  });

  it('counts per interval, also by value, exactly the events of the list', async () => {
    const range = { start: '2026-03-01T00:30:00Z', end: '2026-03-01T05:30:00Z' };
    const sum = await api.client.ok(searchRoutes.histogram, { query: { ...range, interval: '3600' } });
    expect(sum.buckets.map((bucket) => bucket.count)).toEqual([0, 1, 1, 1, 1, 1]);
    expect(sum).toMatchObject({ interval_seconds: 3600, total: 5, completeness: 'exact', counted_from: null });
    const failures = await api.client.ok(searchRoutes.histogram, {
      query: { ...range, interval: '7200', q: 'result:failure OR tag:seen', split: 'service' },
    });
    expect(failures.buckets.map(({ count, values }) => [count, values])).toEqual([
      [0, {}],
      [2, { UserManagement: 1, GroupManagement: 1 }],
      [0, {}],
    ]);
    const words = await api.client.ok(searchRoutes.histogram, { query: { ...range, interval: '600', q: 'delete' } });
    expect(words.total).toBe(1);
    expect((await api.client.ok(searchRoutes.histogram, { query: {} })).total).toBe(0);
  });

  it('takes more than an exact total from the counters of whole hours', async () => {
    const hours = api.database.connection.db?.collection(activityCollection.name);
    const third = { field: 'all', hour: new Date('2026-03-01T03:00:00Z') };
    await hours?.updateOne(third, { $inc: { count: 20_000 } });
    const total = async (query: Record<string, string>): Promise<unknown[]> => {
      const page = await api.client.ok(eventRoutes.listEvents, { query });
      return [page.total, page.total_is_exact];
    };
    const end = '2026-03-01T03:59:59.999Z';
    expect(await total({ start: '2026-03-01T03:00:00Z', end })).toEqual([10_000, false]);
    expect(await total({ end })).toEqual([10_000, false]);
    expect(await total({ start: '2026-03-01' })).toEqual([10_000, false]);
    // Of a part of an hour the counters know nothing, and nothing of several conditions.
    expect(await total({ start: '2026-03-01T03:00:00.001Z', end })).toEqual([0, true]);
    expect(await total({ end: '2026-03-01T03:59:59.998Z' })).toEqual([3, true]);
    expect(await total({ end, service: 'GroupManagement' })).toEqual([1, true]);
    expect(await total({ end, service: 'UserManagement', result: 'failure' })).toEqual([1, true]);
    await hours?.updateOne(third, { $inc: { count: -20_000 } });
  });

  it('counts values, of everything and of what matches', async () => {
    const all = await api.client.ok(searchRoutes.facets, { query: { fields: ['service', 'result', 'tag', 'source'], limit: '2' } });
    expect(all).toEqual({
      completeness: 'exact',
      counted: 6,
      facets: [
        {
          field: 'service',
          values: [
            { value: 'GroupManagement', count: 2 },
            { value: 'UserManagement', count: 2 },
          ],
          other: 2,
        },
        {
          field: 'result',
          values: [
            { value: 'success', count: 3 },
            { value: 'failure', count: 2 },
          ],
          other: 1,
        },
        {
          field: 'tag',
          values: [
            { value: 'urgent', count: 2 },
            { value: 'seen', count: 1 },
          ],
          other: 0,
        },
        { field: 'source', values: [{ value: 'directory', count: 6 }], other: 0 },
      ],
    });
    const some = await api.client.ok(searchRoutes.facets, { query: { fields: ['actor', 'tag'], q: 'actor:bob' } });
    expect(some).toMatchObject({
      counted: 2,
      facets: [
        { field: 'actor', values: [{ value: 'Bob Brown', count: 2 }] },
        {
          field: 'tag',
          values: [
            { value: 'urgent', count: 2 },
            { value: 'seen', count: 1 },
          ],
        },
      ],
    });
  });

  it('keeps searches of the caller', async () => {
    const saved = await api.client.ok(searchRoutes.createSavedSearch, {
      body: { name: 'Failures of Bob', filters: { actor: 'bob', q: '-result:success after:-7d', start: '2026-01-01' } },
    });
    expect(saved).toMatchObject({ name: 'Failures of Bob', query: 'actor:bob after:2026-01-01T00:00:00.000Z -result:success after:-7d' });
    await api.client.problem(searchRoutes.createSavedSearch, 409, { body: { name: 'Failures of Bob' } });
    await api.client.problem(searchRoutes.createSavedSearch, 400, { body: { name: 'x', filters: { q: 'a OR' } } });
    expect((await api.client.ok(searchRoutes.listSavedSearches)).items.map(({ name }) => name)).toEqual(['Failures of Bob']);
    await api.client.call(searchRoutes.deleteSavedSearch, { params: { id: saved.id } });
    expect((await api.client.ok(searchRoutes.listSavedSearches)).items).toEqual([]);
  });

  it('remembers totals, names and what is counted together only until something is stored or tagged', async () => {
    const total = async (q: string): Promise<number> => (await api.client.ok(eventRoutes.listEvents, { query: { q } })).total;
    const queries = ['service:UserManagement -result:success', 'actor:dora', 'delete tag:late', 'result:failure -source:signin'];
    const totals = async (): Promise<number[]> => {
      const found: number[] = [];
      for (const q of queries) found.push(await total(q));
      return found;
    };
    expect(await totals()).toEqual([1, 0, 0, 2]);
    expect(await totals()).toEqual([1, 0, 0, 2]);
    const dora = { ...bob, display: 'Dora Dean', upn: 'dora.dean@contoso.com' };
    const later = { service: 'UserManagement', operation: 'Delete user', result: 'failure', at: '2026-03-01T08:00:00.000Z' };
    await api.seed([auditRecord({ id: 'e7', ...later, actor: dora })]);
    expect(await totals()).toEqual([2, 1, 0, 3]);
    await api.client.ok(eventRoutes.setTags, { params: { id: 'e7' }, body: { tags: ['late'] } });
    expect(await totals()).toEqual([2, 1, 1, 3]);
    // Events that were stored before shapes were counted: then the events themselves are.
    const { db } = api.database.connection;
    const tenant_id = api.context().tenantId;
    await db?.collection(facetCollection.name).deleteOne({ tenant_id, field: 'shape', value: /UserManagement.*failure/ });
    await api.client.ok(eventRoutes.setTags, { params: { id: 'e7' }, body: { tags: [] } });
    expect(await totals()).toEqual([2, 1, 0, 3]);
  });

  it('finds an event that is stored after its words, targets and identifiers were asked for in vain', async () => {
    const asked: Record<string, string>[] = [
      { q: 'zeppelin' },
      { q: 'zeppelin nine' },
      { q: '"zeppelin nine"' },
      { q: 'zeppelin service:Policy' },
      { q: 'target:"zeppelin nine"' },
      { q: 'new:balloon' },
      { q: 'new:balloon OR id:e9' },
      { q: 'id:e9' },
      { q: 'zeppelin -service:Device' },
      { search: 'zeppelin-9' },
      { search: 'e9' },
    ];
    const found = async (): Promise<string[]> => {
      const answers: string[] = [];
      for (const query of asked) answers.push((await api.client.ok(eventRoutes.listEvents, { query })).items.map(({ id }) => id).join(' '));
      return answers;
    };
    // Its service, operation, result and actor are known already: only words, targets and values are new.
    const known = { service: 'Policy', operation: 'Update conditional access policy', result: 'timeout', at: '2026-03-01T09:00:00.000Z' };
    const target = { display: 'Zeppelin Nine', id: 'zeppelin-9', type: 'Policy', modified: change('State', '"enabled"', '"balloon"') };
    expect(await found()).toEqual(asked.map(() => ''));
    await api.seed([auditRecord({ id: 'e9', ...known, target })]);
    expect(await found()).toEqual(asked.map(() => 'e9'));
  });
});
