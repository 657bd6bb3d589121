import { allRoutes, type Problem } from '@aoc/contracts';
import { revokeApiKey } from '@aoc/server/identity';
import { waitFor } from '@aoc/testing';
import { apiFixture, OTHER_TENANT, TENANT } from '../testing/api-fixture';
import { mcpFixture, type McpFixture } from '../testing/mcp-fixture';
import { rawRequest } from '../testing/raw-request';
import { auditRecord } from '../testing/records';

const ACCEPT = { accept: 'application/json, text/event-stream' };
const ping = { jsonrpc: '2.0', id: 1, method: 'ping' };
const calling = (name: string, args: object = {}, id = 1) => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name, arguments: args },
});
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

/** Reads a stream of server-sent events until it ends. */
class Stream {
  text = '';
  ended = false;
  private readonly leaving = new AbortController();

  async open(url: string, headers: Record<string, string>): Promise<this> {
    const response = await fetch(`${url}/mcp/sse`, { headers, signal: this.leaving.signal });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/event-stream')]);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    void this.read(response.body).catch(() => undefined);
    await waitFor('the address', () => this.address !== '');
    return this;
  }
  private async read(body: ReadableStream<Uint8Array> | null): Promise<void> {
    const decoder = new TextDecoder();
    if (body) for await (const chunk of body) this.text += decoder.decode(chunk);
    this.ended = true;
  }
  /** Where this session's messages are posted. */
  get address(): string {
    return /^event: endpoint\ndata: (\S+)\n\n/.exec(this.text)?.[1] ?? '';
  }
  leave(): void {
    this.leaving.abort();
  }
}

describe('access to MCP', () => {
  let api: McpFixture;
  let key: string;
  beforeAll(async () => {
    api = await mcpFixture('mcp_access', { CORS_ORIGINS: 'https://inspector.example.com' });
    await api.seed([auditRecord({ id: 'e1', at: new Date(Date.now() - 60_000).toISOString() })]);
    key = await api.key('viewer');
  });
  afterAll(() => api.stop());

  const post = (path: string, body: unknown, headers: Record<string, string> = bearer(key)) =>
    api.client.raw(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...ACCEPT, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const problemOf = ({ body }: { body: unknown }): Problem => JSON.parse(JSON.stringify(body));

  it('needs a credential that holds, for every request and session', async () => {
    for (const headers of [{}, bearer('aoc_0123456789abcdef_nonsense'), { authorization: 'Basic eDp5' }]) {
      for (const reply of [
        await post('/mcp', ping, headers),
        await api.client.raw('/mcp/sse', { headers }),
        await post(`/mcp/messages/?session_id=${'A'.repeat(43)}`, ping, headers),
      ]) {
        expect([reply.status, problemOf(reply).code]).toEqual([401, 'unauthorized']);
        expect(reply.headers.get('www-authenticate')).toMatch(/^Bearer/);
      }
    }
  });

  it('ends with the key, also inside a session', async () => {
    const doomed = await api.key('viewer');
    const id = doomed.split('_')[1] ?? '';
    const stream = await new Stream().open(api.url, bearer(doomed));
    expect((await post(stream.address, ping, bearer(doomed))).status).toBe(202);
    await waitFor('the answer', () => stream.text.includes('"id":1'));
    await revokeApiKey(api.context(), api.deps.apiKeys, id);
    expect((await post(stream.address, ping, bearer(doomed))).status).toBe(401);
    expect((await post('/mcp', ping, bearer(doomed))).status).toBe(401);
    stream.leave();
  });

  it('is not for pages of other sites', async () => {
    const foreign = { ...bearer(key), origin: 'https://evil.example.com' };
    for (const reply of [
      await post('/mcp', ping, foreign),
      await api.client.raw('/mcp/sse', { headers: foreign }),
      await post(`/mcp/messages/?session_id=${'A'.repeat(43)}`, ping, foreign),
    ])
      expect([reply.status, problemOf(reply).code]).toEqual([403, 'forbidden']);
    const known = await post('/mcp', ping, { ...bearer(key), origin: 'https://inspector.example.com' });
    expect([known.status, known.headers.get('access-control-allow-origin')]).toEqual([200, 'https://inspector.example.com']);
  });

  it('is not there while AI features are off, and says why', async () => {
    const off = await apiFixture('mcp_off', { database: api.database });
    try {
      const headers = { 'content-type': 'application/json', ...ACCEPT };
      const body = JSON.stringify(ping);
      for (const [path, init] of [
        ['/mcp', { method: 'POST', headers, body }],
        ['/mcp/sse', {}],
        [`/mcp/messages/?session_id=${'A'.repeat(43)}`, { method: 'POST', headers, body }],
      ] as const) {
        const reply = await off.client.raw(path, init);
        expect([path, reply.status, problemOf(reply).detail]).toEqual([path, 404, expect.stringMatching(/AI_FEATURES_ENABLED is false/)]);
      }
    } finally {
      await off.stop();
    }
  });

  it('has no sessions over streamable HTTP: other methods are refused, and no session is made up', async () => {
    for (const method of ['GET', 'DELETE', 'PUT']) {
      const reply = await api.client.raw('/mcp', { method, headers: bearer(key) });
      expect([method, reply.status, reply.headers.get('allow')]).toEqual([method, 405, 'POST']);
    }
    const reply = await post('/mcp', ping, { ...bearer(key), 'mcp-session-id': 'x' });
    expect([reply.status, reply.headers.get('mcp-session-id')]).toEqual([200, null]);
    expect(reply.headers.get('cache-control')).toMatch(/no-/);
  });

  it.each<[string, unknown, number]>([
    ['no JSON', '{"jsonrpc":', 400],
    ['no message', { hello: 'world' }, 400],
    ['another version', { ...ping, jsonrpc: '1.0' }, 400],
    ['nothing', '', 400],
    ['an empty batch', [], 400],
    ['a batch that is too long', Array.from({ length: 21 }, () => ping), 400],
    ['a prototype', '{"jsonrpc":"2.0","__proto__":{"x":1}}', 400],
    ['a method that is no text', { jsonrpc: '2.0', id: 1, method: 7 }, 400],
    ['more than a megabyte', { ...ping, params: { x: 'x'.repeat(1_100_000) } }, 413],
  ])('refuses %s', async (_name, body, status) => {
    const reply = await post('/mcp', body);
    expect([reply.status, reply.text]).toEqual([status, reply.text]);
    expect(reply.text).not.toMatch(/node_modules|at .*\.ts/);
  });

  it('refuses another type of body', async () => {
    const reply = await api.client.raw('/mcp', {
      method: 'POST',
      headers: { ...bearer(key), ...ACCEPT, 'content-type': 'text/plain' },
      body: '{}',
    });
    expect(reply.status).toBe(415);
  });

  it('refuses arguments with too many parts before any tool sees them', async () => {
    const reply = await post('/mcp', calling('search_events', { services: Array.from({ length: 6000 }, () => 'x') }));
    expect(reply.text).toMatch(/more than the maximum of 5000 elements/);
  });

  it('serves a batch of the revisions that have them', async () => {
    const reply = await post('/mcp', [calling('get_summary', {}, 1), calling('list_rules', {}, 2)], {
      ...bearer(key),
      'mcp-protocol-version': '2025-03-26',
    });
    expect(reply.status).toBe(200);
    expect(reply.text).toMatch(/"id":1/);
    expect(reply.text).toMatch(/"id":2/);
  });

  it('goes on when callers leave in the middle', async () => {
    const body = JSON.stringify(calling('search_events'));
    const head = [
      'POST /mcp HTTP/1.1',
      'Host: x',
      `Authorization: Bearer ${key}`,
      'Content-Type: application/json',
      `Accept: ${ACCEPT.accept}`,
      `Content-Length: ${body.length}`,
    ].join('\r\n');
    for (const sent of [head, `${head}\r\n\r\n${body.slice(0, 20)}`, `${head}\r\n\r\n${body}`]) await rawRequest(api.url, [sent], 30);
    expect((await post('/mcp', calling('search_events'))).text).toMatch(/"total\\?":1/);
    expect(api.log.filter((line) => /"level":(50|60)/.test(line))).toEqual([]);
  });

  describe('sessions of server-sent events', () => {
    it('belong to their caller: others, and the caller in another tenant, find none', async () => {
      const msp = await api.key('msp_admin');
      const stream = await new Stream().open(api.url, bearer(msp));
      const listed = { jsonrpc: '2.0', id: 5, method: 'tools/list' };
      for (const headers of [
        bearer(key),
        bearer(await api.key('msp_admin')),
        { ...bearer(msp), 'x-aoc-tenant': OTHER_TENANT },
        { ...bearer(await api.key('viewer', OTHER_TENANT)) },
      ]) {
        const reply = await post(stream.address, listed, headers);
        expect([reply.status, problemOf(reply).code]).toEqual([404, 'not_found']);
      }
      expect((await post(`/mcp/messages/?session_id=${'A'.repeat(43)}`, listed, bearer(msp))).status).toBe(404);
      expect((await post('/mcp/messages/?session_id=1', listed, bearer(msp))).status).toBe(400);
      expect((await post('/mcp/messages/', listed, bearer(msp))).status).toBe(400);
      expect(stream.text).not.toMatch('"id":5');
      expect((await post(stream.address, listed, { ...bearer(msp), 'x-aoc-tenant': TENANT })).status).toBe(202);
      await waitFor('the answer', () => stream.text.includes('"id":5'));
      stream.leave();
    });

    it('end with their connection', async () => {
      const stream = await new Stream().open(api.url, bearer(key));
      stream.leave();
      await waitFor('the end', async () => (await post(stream.address, ping)).status === 404);
    });

    it('are limited for each caller', async () => {
      const greedy = await api.key('viewer');
      const streams = await Promise.all(Array.from({ length: 10 }, () => new Stream().open(api.url, bearer(greedy))));
      const reply = await api.client.raw('/mcp/sse', { headers: bearer(greedy) });
      expect([reply.status, reply.headers.get('retry-after')]).toEqual([429, '30']);
      const other = await new Stream().open(api.url, bearer(key));
      for (const stream of [...streams, other]) stream.leave();
      await waitFor('room', async () => {
        const again = await new Stream().open(api.url, bearer(greedy)).catch(() => null);
        again?.leave();
        return again !== null;
      });
    });

    it('refuse what is no message, and live on', async () => {
      const stream = await new Stream().open(api.url, bearer(key));
      for (const body of [{ jsonrpc: '2.0' }, { jsonrpc: '2.0', id: {}, method: 'x' }, 'nonsense', [ping]])
        expect([body, (await post(stream.address, body)).status]).toEqual([body, 400]);
      expect((await post(stream.address, { ...ping, params: { x: 'x'.repeat(1_100_000) } })).status).toBe(413);
      expect((await post(stream.address, ping)).status).toBe(202);
      await waitFor('the answer', () => stream.text.includes('"id":1'));
      stream.leave();
    });

    it('end when the API stops', async () => {
      const short = await mcpFixture('mcp_stop');
      const stream = await new Stream().open(short.url, bearer(await short.key('viewer')));
      await short.stop();
      await waitFor('the end', () => stream.ended);
    });
  });

  it('is counted as every other request, and what costs much more strictly', async () => {
    const tight = await mcpFixture('mcp_limits', { RATE_LIMIT_PER_MINUTE: '8', RATE_LIMIT_HEAVY_PER_MINUTE: '2' });
    try {
      const headers = { 'content-type': 'application/json', ...ACCEPT, ...bearer(await tight.key('analyst')) };
      const send = (body: unknown) => tight.client.raw('/mcp', { method: 'POST', headers, body: JSON.stringify(body) });
      const preview = calling('preview_rule', { rule_id: 'none' });
      const texts = [(await send(preview)).text, (await send(preview)).text, (await send(preview)).text];
      expect(texts.map((text) => /Wait \d+ seconds/.test(text))).toEqual([false, false, true]);
      // The messages of a batch count one by one.
      expect((await send([ping, { ...ping, id: 2 }, { ...ping, id: 3 }])).status).toBe(200);
      const refused = await send([ping, { ...ping, id: 2 }, { ...ping, id: 3 }]);
      expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true]);
    } finally {
      await tight.stop();
    }
  });

  it('describes itself in the OpenAPI document', async () => {
    const document = await api.client.ok(allRoutes.openapi);
    expect(document.paths).toMatchObject({
      '/mcp': { post: { 'x-aoc-role': 'viewer' } },
      '/mcp/sse': { get: {} },
      '/mcp/messages': { post: {} },
    });
  });
});
