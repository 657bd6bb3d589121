import { allRoutes, eventRoutes, problemSchema, type RouteContract } from '@aoc/contracts';
import fc from 'fast-check';
import type { Reply } from '../testing/api-client';
import { apiFixture, type ApiFixture } from '../testing/api-fixture';
import { rawRequest } from '../testing/raw-request';
import { auditRecord } from '../testing/records';

const { listEvents, bulkTags } = eventRoutes;
const json = { 'content-type': 'application/json' };

describe('hostile requests', () => {
  let api: ApiFixture;
  let stored: string;
  beforeAll(async () => {
    api = await apiFixture('hostile');
    await api.seed(['h1', 'h2', 'h3'].map((id, n) => auditRecord({ id, at: `2026-03-01T00:00:0${n}.000Z` })));
    stored = await everything();
  });
  afterEach(async () => {
    expect(await everything()).toBe(stored);
  });
  afterAll(() => api.stop());

  async function everything(): Promise<string> {
    const { db } = api.database.connection;
    if (!db) throw new Error('no connection');
    const names = ['events', 'facets', 'imports', 'rejected_records', 'fetch_runs', 'idempotency_keys'];
    return JSON.stringify(await Promise.all(names.map((name) => db.collection(name).find({}).sort({ _id: 1 }).toArray())));
  }
  function refused(reply: Reply, path?: string): void {
    expect([reply.status, reply.headers.get('content-type')]).toEqual([400, 'application/problem+json']);
    const problem = problemSchema.parse(reply.body);
    expect(problem.detail.length).toBeGreaterThan(10);
    if (path !== undefined) expect(problem.errors?.[0]?.path).toBe(path);
    expect(reply.text).not.toMatch(/node_modules|\.ts:|at Object|ZodError|Mongo/);
  }

  it.each<[string, string, string]>([
    ['an operator in brackets', '?service[$ne]=', 'query.service[$ne]'],
    ['a nested operator', '?actor[$regex]=.*&actor[$options]=i', 'query.actor[$regex]'],
    ['an array in brackets', '?services[]=a', 'query.services[]'],
    ['a prototype', '?__proto__[polluted]=1', 'query.__proto__[polluted]'],
    ['a prototype as a name', '?__proto__=1', 'query.__proto__'],
    ['a constructor', '?constructor=1', 'query.constructor'],
    ['an unknown name', '?foo=bar', 'query.foo'],
    ['a tenant', '?tenant_id=bbbbbbbb-0000-4000-8000-00000000000b', 'query.tenant_id'],
    ['a name twice', '?service=a&service=b', 'query.service'],
    ['an empty value', '?service=', 'query.service'],
    ['a zero byte', '?actor=a%00b', 'query.actor'],
    ['half a character', '?actor=%ED%A0%80', 'query'],
    ['bytes that are no UTF-8', '?actor=%FF%FE', 'query'],
    ['a broken escape', '?actor=%zz', 'query'],
    ['a long value', `?actor=${'x'.repeat(257)}`, 'query.actor'],
    ['too many values', `?${Array.from({ length: 51 }, (_, n) => `services=s${n}`).join('&')}`, 'query.services'],
    ['too many parameters', `?${'a=1&'.repeat(301)}`, 'query'],
    ['a date that is none', '?start=yesterday', 'query.start'],
    ['a day that does not exist', '?start=2026-02-30', 'query.start'],
    ['a date far away', '?end=9999-01-01', 'query.end'],
    ['a date as a number', '?end=1700000000', 'query.end'],
    ['a time that runs backwards', '?start=2026-02-02&end=2026-01-01', 'query.start'],
    ['an order that is none', '?sort=up', 'query.sort'],
    ['a cursor that is none', '?cursor=AAAA', 'query.cursor'],
  ])('with %s in the query are refused by name', async (_name, query, path) => {
    refused(await api.client.raw(`/api/events${query}`), path);
    expect('polluted' in {}).toBe(false);
  });

  it.each([
    '%FF',
    '%',
    '%zz',
    '%ED%A0%80',
    '%00',
    '..%2F..%2Fetc%2Fpasswd',
    '{"$gt":""}',
    '__proto__',
    '$where',
    'x'.repeat(600),
    'ünï 🦊',
  ])('with %s for an id find nothing', async (id) => {
    const reply = await api.client.raw(`/api/events/${id}`);
    expect([400, 404]).toContain(reply.status);
    expect(problemSchema.safeParse(reply.body).error).toBeUndefined();
  });

  const deep = `${'{"tags":'.repeat(20_000)}[]${'}'.repeat(20_000)}`;
  it.each<[string, string | Uint8Array<ArrayBuffer>, string]>([
    ['no JSON', '{"tags":[', 'body'],
    ['two documents', '{"tags":[]}{"tags":[]}', 'body'],
    ['text', 'tags=x', 'body'],
    ['null', 'null', 'body'],
    ['a list', '[]', 'body'],
    ['text in quotes', '"x"', 'body'],
    ['an operator', '{"tags":{"$gt":""}}', 'body.tags'],
    ['an operator beside', '{"tags":["x"],"$where":"1"}', 'body.$where'],
    ['a prototype', '{"tags":["x"],"__proto__":{"polluted":true}}', 'body'],
    ['a constructor', '{"tags":["x"],"constructor":{"prototype":{"polluted":true}}}', 'body'],
    ['an unknown field', '{"tags":["x"],"tenant_id":"x"}', 'body.tenant_id'],
    ['a wrong mode', '{"tags":["x"],"mode":"delete"}', 'body.mode'],
    ['deep nesting', deep, 'body.tags'],
    ['deep lists', `{"tags":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, 'body.tags[0]'],
    ['bytes that are no UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 'body'],
  ])('with %s for a body are refused by name', async (_name, body, path) => {
    refused(await api.client.raw('/api/events/bulk-tags', { method: 'POST', headers: json, body }), path);
    expect('polluted' in {}).toBe(false);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'multipart/form-data; boundary=x', ''])(
    'with a body of type "%s" are refused',
    async (type) => {
      const reply = await api.client.raw('/api/events/bulk-tags', { method: 'POST', headers: { 'content-type': type }, body: 'x' });
      expect([reply.status, problemSchema.safeParse(reply.body).success]).toEqual([415, true]);
    },
  );

  it('with a body where none is taken are refused', async () => {
    refused(await api.client.raw('/api/fetch-audit-logs', { method: 'POST', headers: json, body: '{"hours":1}' }), 'body');
  });

  const head = (path: string, headers: string): string =>
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n${headers}\r\n`;
  it('with 100 MB of body are answered 413 before that is sent', async () => {
    const piece = Buffer.alloc(64 * 1024, 0x20);
    let sent = 0;
    function* body(start: string, wrap: (piece: Buffer) => Buffer): Generator<string | Buffer> {
      yield start;
      for (; sent < 100e6; sent += piece.length) yield wrap(piece);
    }
    const announced = await rawRequest(
      api.url,
      body(head('/api/events/bulk-tags', 'Content-Length: 100000000\r\n'), (bytes) => bytes),
    );
    expect(announced).toMatch(/^HTTP\/1\.1 413 [\s\S]*"code":"payload_too_large"/);
    const chunk = (bytes: Buffer): Buffer => Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
    const chunked = await rawRequest(api.url, body(head('/api/events/bulk-tags', 'Transfer-Encoding: chunked\r\n'), chunk));
    expect(chunked).toMatch(/^HTTP\/1\.1 413 [\s\S]*"code":"payload_too_large"/);
    expect(sent).toBeLessThan(60e6);
  });

  it('with a flood of headers are answered 431', async () => {
    for (const headers of [`X-A: ${'x'.repeat(20_000)}\r\n`, 'X-A: 1\r\n'.repeat(3000)]) {
      const answer = await rawRequest(api.url, [`GET /api/version HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers}\r\n`]);
      expect(answer).toMatch(/^HTTP\/1\.1 431 [\s\S]*X-Request-ID: [\s\S]*"status":431/);
    }
  });

  it.each([
    ['no HTTP', 'hello\r\n\r\n'],
    ['no such version', 'GET / HTTP/9.9\r\n\r\n'],
    ['two lengths', 'POST /api/events/bulk-tags HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx'],
    [
      'a length and chunks',
      'POST /api/events/bulk-tags HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['a header with a line break', 'GET /api/version HTTP/1.1\r\nHost: localhost\r\nX-Request-ID: a\rb\r\n\r\n'],
    ['no host', 'GET /api/version HTTP/1.1\r\n\r\n'],
  ])('that are %s are answered 4xx', async (_name, bytes) => {
    expect(await rawRequest(api.url, [bytes])).toMatch(/^HTTP\/1\.1 4\d\d /);
  });

  it('that name another host are refused, whatever they ask', async () => {
    const answer = await rawRequest(api.url, ['GET /api/events HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n']);
    expect(answer).toMatch(/^HTTP\/1\.1 403 [\s\S]*"path":"header.host"/);
  });

  const nasty = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ maxLength: 40 }),
    fc.constantFrom(
      '"',
      '\\',
      '""',
      '-',
      '$',
      '.*',
      '(?<',
      '{"$ne":1}',
      '%',
      '\u202e',
      '🦊',
      'ﬀ',
      '0',
      '-1',
      '1e999',
      'NaN',
      "' or 1=1",
      '   x   ',
      '中文 字',
    ),
  );
  const parameter = fc.oneof(
    fc.constantFrom(...Object.keys(listEvents.query.shape)),
    fc.constantFrom(...Object.keys(listEvents.query.shape)),
    nasty,
  );
  const pairs = fc.array(fc.tuple(parameter, nasty), { maxLength: 5 });
  const encode = (text: string): string => encodeURIComponent(text.toWellFormed());

  it('never get a 5xx, whatever the query says', async () => {
    const reading = Object.values<RouteContract>(allRoutes).filter(
      // The live view does not end when it is answered well.
      (route) => route.method === 'get' && route.query && route.role === 'viewer' && route !== allRoutes.streamEvents,
    );
    await fc.assert(
      fc.asyncProperty(pairs, fc.constantFrom(...reading, listEvents, listEvents), async (query, route) => {
        const reply = await api.client.raw(`${route.path}?${query.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')}`);
        expect([query, reply.status, reply.text]).toEqual([query, reply.status < 500 ? reply.status : 'below 500', reply.text]);
      }),
      { numRuns: 120 },
    );
  });

  it('never get a 5xx and change nothing, whatever a refused body says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 4 }), async (body) => {
        const reply = await api.client.raw('/api/events/bulk-tags?service=nothing-like-it', {
          method: 'POST',
          headers: json,
          body: JSON.stringify(body),
        });
        expect([body, reply.status]).toEqual([body, bulkTags.body.safeParse(body).success ? 200 : 400]);
      }),
      { numRuns: 60 },
    );
  });
});
