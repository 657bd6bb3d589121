import { eventRoutes } from '@aoc/contracts';
import { apiFixture, type ApiFixture } from '../testing/api-fixture';
import { auditRecord } from '../testing/records';

const IDS = Array.from({ length: 12 }, (_, index) => `t${index}`);

describe('tags and comments', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await apiFixture('tags');
    await api.seed(
      IDS.map((id, n) =>
        auditRecord({
          id,
          at: `2026-03-01T00:00:${10 + n}.000Z`,
          service: n < 8 ? 'Policy' : 'Device',
          actor: { display: `Actor ${n % 3}`, upn: `actor${n % 3}@contoso.com` },
        }),
      ),
    );
  });
  afterAll(() => api.stop());

  const { bulkTags, setTags, addComment, getEvent, listEvents, filterOptions } = eventRoutes;
  const tagsOf = async (id: string): Promise<string[]> => (await api.client.ok(getEvent, { params: { id } })).tags;
  const tagged = async (tag: string): Promise<number> => (await api.client.ok(listEvents, { query: { include_tags: tag } })).total;
  const options = async (): Promise<string[]> => (await api.client.ok(filterOptions)).tags;

  describe('of one event', () => {
    it('are replaced, trimmed, without repeats, and counted', async () => {
      const event = await api.client.ok(setTags, { params: { id: 't0' }, body: { tags: [' a ', 'a', 'b'] } });
      expect(event).toMatchObject({ id: 't0', tags: ['a', 'b'] });
      expect([await tagged('a'), await options()]).toEqual([1, ['a', 'b']]);
      await api.client.ok(setTags, { params: { id: 't0' }, body: { tags: [] } });
      expect([await tagsOf('t0'), await tagged('a'), await options()]).toEqual([[], 0, []]);
    });

    it.each<[string, unknown, { path: string; message: string }[]]>([
      ['no body', undefined, [{ path: 'body', message: 'a JSON body is required' }]],
      ['a list', ['a'], [{ path: 'body', message: 'expected an object' }]],
      ['no tags', {}, [{ path: 'body.tags', message: 'is required' }]],
      ['one text', { tags: 'a' }, [{ path: 'body.tags', message: 'expected a list' }]],
      ['a number among them', { tags: ['a', 1] }, [{ path: 'body.tags[1]', message: 'expected text' }]],
      ['an empty one', { tags: [' '] }, [{ path: 'body.tags[0]', message: 'must not be empty' }]],
      ['one that is too long', { tags: ['x'.repeat(65)] }, [{ path: 'body.tags[0]', message: 'must be at most 64 characters' }]],
      ['a control character', { tags: ['a\u0000'] }, [{ path: 'body.tags[0]', message: 'must not contain control characters' }]],
      [
        'too many',
        { tags: Array.from({ length: 51 }, (_, n) => `x${n}`) },
        [{ path: 'body.tags', message: 'must have at most 50 entries' }],
      ],
      ['an operator', { tags: { $gt: '' } }, [{ path: 'body.tags', message: 'expected a list' }]],
      ['an unknown field', { tags: [], $set: { tenant_id: 'x' } }, [{ path: 'body.$set', message: 'unknown field' }]],
    ])('are refused with %s', async (_name, body, errors) => {
      const problem = await api.client.problem(setTags, 400, { params: { id: 't0' }, body });
      expect(problem.errors).toEqual(errors);
      expect(problem.detail).toBe(`${errors[0]?.path}: ${errors[0]?.message}`);
      expect(await tagsOf('t0')).toEqual([]);
    });

    it('are not found on an unknown event', async () => {
      expect(await api.client.problem(setTags, 404, { params: { id: 'none' }, body: { tags: [] } })).toMatchObject({ code: 'not_found' });
    });
  });

  describe('of all events that match', () => {
    it('are appended and replaced', async () => {
      expect(await api.client.ok(bulkTags, { query: { service: 'Policy' }, body: { tags: ['x'] } })).toEqual({ matched: 8, modified: 8 });
      expect(await api.client.ok(bulkTags, { query: { actor: 'actor 1' }, body: { tags: ['y'], mode: 'append' } })).toEqual({
        matched: 4,
        modified: 4,
      });
      expect([await tagsOf('t1'), await tagged('x'), await tagged('y')]).toEqual([['x', 'y'], 8, 4]);
      expect(await api.client.ok(bulkTags, { query: { service: 'Policy' }, body: { tags: ['x'] } })).toEqual({ matched: 8, modified: 0 });
      const replaced = await api.client.ok(bulkTags, { query: { include_tags: ['x', 'y'] }, body: { tags: ['z'], mode: 'replace' } });
      expect(replaced).toEqual({ matched: 3, modified: 3 });
      expect([await tagsOf('t1'), await tagged('x'), await tagged('y'), (await options()).toSorted()]).toEqual([
        ['z'],
        5,
        1,
        ['x', 'y', 'z'],
      ]);
      expect(await api.client.ok(bulkTags, { body: { tags: [], mode: 'replace' } })).toMatchObject({ matched: 12 });
      expect(await options()).toEqual([]);
    });

    it('leave an event that would get more than 50 of them as it is', async () => {
      const many = Array.from({ length: 49 }, (_, n) => `many${n}`);
      await api.client.ok(setTags, { params: { id: 't0' }, body: { tags: many } });
      const twoMore = { query: { service: 'Policy' }, body: { tags: ['one', 'two'] } };
      expect(await api.client.ok(bulkTags, twoMore)).toEqual({ matched: 8, modified: 7 });
      expect(await tagsOf('t0')).toEqual(many);
      await api.client.ok(bulkTags, { body: { tags: [], mode: 'replace' } });
    });

    it('match nothing where nothing matches', async () => {
      expect(await api.client.ok(bulkTags, { query: { actor: 'nobody' }, body: { tags: ['n'] } })).toEqual({ matched: 0, modified: 0 });
    });

    it('are set once per Idempotency-Key, and a key serves one request only', async () => {
      const headers = { 'idempotency-key': 'bulk-1' };
      const request = { query: { service: 'Device' }, body: { tags: ['once'] }, headers };
      expect(await api.client.ok(bulkTags, request)).toEqual({ matched: 4, modified: 4 });
      expect(await api.client.ok(bulkTags, request)).toEqual({ matched: 4, modified: 4 });
      for (const other of [
        { ...request, body: { tags: ['twice'] } },
        { ...request, query: { service: 'Policy' } },
      ]) {
        const problem = await api.client.problem(bulkTags, 422, other);
        expect(problem).toMatchObject({ code: 'unprocessable', errors: [{ path: 'header.idempotency-key' }] });
      }
      expect(await tagged('twice')).toBe(0);
      for (const key of ['', 'with space', 'ä', 'x'.repeat(256)]) {
        const problem = await api.client.raw(`/api/events/bulk-tags?service=none`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'idempotency-key': key },
          body: '{"tags":[]}',
        });
        expect([key, problem.status, problem.body]).toMatchObject([key, 400, { errors: [{ path: 'header.idempotency-key' }] }]);
      }
    });

    it('are set once by many requests with one key at the same time; those too early are told to ask again', async () => {
      const request = { query: { service: 'Device' }, body: { tags: ['race'] }, headers: { 'idempotency-key': 'race-1' } };
      const replies = await Promise.all(Array.from({ length: 6 }, () => api.client.call(bulkTags, request)));
      const done = replies.filter((reply) => reply.status === 200);
      const early = replies.filter((reply) => reply.status === 409);
      expect([done.length + early.length, done.length > 0]).toEqual([6, true]);
      for (const reply of done) expect(reply.body).toEqual({ matched: 4, modified: 4 });
      for (const reply of early) expect(reply.headers.get('retry-after')).toBe('1');
    });

    it('free their key again when the request was bad', async () => {
      const headers = { 'idempotency-key': 'bad-1' };
      await api.client.problem(bulkTags, 400, { body: { tags: 1 }, headers });
      expect(await api.client.ok(bulkTags, { query: { service: 'Device' }, body: { tags: [] }, headers })).toMatchObject({ matched: 4 });
    });
  });

  describe('comments', () => {
    it('are kept in order with author and time, and never run together', async () => {
      const add = (text: string) => api.client.ok(addComment, { params: { id: 't2' }, body: { text } });
      const first = await add('  first  ');
      expect(first).toMatchObject({ text: 'first', author: 'Local operator' });
      await Promise.all(['b', 'c', 'd'].map(add));
      const { comments } = await api.client.ok(getEvent, { params: { id: 't2' } });
      expect(comments[0]).toEqual(first);
      expect(comments.map((comment) => comment.text).toSorted()).toEqual(['b', 'c', 'd', 'first']);
      expect(new Set(comments.map((comment) => comment.id)).size).toBe(4);
    });

    it('are added once per Idempotency-Key, and a key serves one request only', async () => {
      const request = { params: { id: 't3' }, body: { text: 'once' }, headers: { 'idempotency-key': 'comment-1' } };
      const first = await api.client.ok(addComment, request);
      expect(await api.client.ok(addComment, request)).toEqual(first);
      await api.client.problem(addComment, 422, { ...request, body: { text: 'another' } });
      await api.client.problem(addComment, 422, { ...request, params: { id: 't4' } });
      expect((await api.client.ok(getEvent, { params: { id: 't3' } })).comments).toEqual([first]);
      expect((await api.client.ok(getEvent, { params: { id: 't4' } })).comments).toEqual([]);
    });

    it.each<[string, unknown, string]>([
      ['no text', {}, 'is required'],
      ['an empty text', { text: ' \n ' }, 'must not be empty'],
      ['a long text', { text: 'x'.repeat(4001) }, 'must be at most 4000 characters'],
      ['a number', { text: 5 }, 'expected text'],
      ['half a character', '{"text":"\\ud800"}', 'must be valid Unicode'],
    ])('are refused with %s', async (_name, body, message) => {
      const problem = await api.client.problem(addComment, 400, { params: { id: 't5' }, body });
      expect(problem.errors).toEqual([{ path: 'body.text', message }]);
      expect((await api.client.ok(getEvent, { params: { id: 't5' } })).comments).toEqual([]);
    });

    it('are not found on an unknown event, and the key is free again', async () => {
      const headers = { 'idempotency-key': 'comment-2' };
      await api.client.problem(addComment, 404, { params: { id: 'none' }, body: { text: 'x' }, headers });
      await api.client.ok(addComment, { params: { id: 't6' }, body: { text: 'x' }, headers });
    });
  });

  it('offers the most frequent values of every filter', async () => {
    const all = await api.client.ok(filterOptions);
    expect(all).toMatchObject({
      services: ['Policy', 'Device'],
      operations: ['Update user'],
      results: ['success'],
      actors: ['Actor 0', 'Actor 1', 'Actor 2'],
    });
    expect((await api.client.ok(filterOptions, { query: { limit: '1' } })).services).toEqual(['Policy']);
    const problem = await api.client.problem(filterOptions, 400, { query: { limit: '0' } });
    expect(problem.detail).toBe('query.limit: must be a whole number from 1 to 1000');
  });

  it('offers values as soon as another process has set or stored them', async () => {
    const worker = await apiFixture('tags_other', { database: api.database });
    try {
      const before = await api.client.ok(filterOptions);
      await worker.client.ok(setTags, { params: { id: 't1' }, body: { tags: ['elsewhere'] } });
      expect(await options()).toContain('elsewhere');
      await worker.client.ok(setTags, { params: { id: 't1' }, body: { tags: [] } });
      expect(await options()).toEqual(before.tags);
      await worker.seed([auditRecord({ id: 'x1', at: '2026-03-01T00:01:00.000Z', service: 'NewService', actor: { display: 'New' } })]);
      const after = await api.client.ok(filterOptions);
      expect(after).toEqual({
        ...before,
        services: [...before.services, 'NewService'],
        actors: expect.arrayContaining(['New']),
        operations: expect.any(Array),
        results: expect.any(Array),
        actor_upns: expect.any(Array),
      });
      expect((await api.client.ok(filterOptions, { query: { limit: 1 } })).services).toHaveLength(1);
      expect(await api.client.ok(filterOptions)).toEqual(after);
    } finally {
      await worker.stop();
    }
  });
});
