import { eventRoutes } from '@aoc/contracts';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isAway, ProblemError, UnreachableError } from './api-error';
import { callApi, failureOf } from './call-api';

const problem = {
  type: 'about:blank',
  title: 'Bad input',
  status: 400,
  detail: 'The query is not valid.',
  instance: '/api/events',
  code: 'bad_request',
  errors: [{ path: 'query.start', message: 'must not be later than end' }],
};

describe('failureOf', () => {
  it('keeps problem details and the time to wait', () => {
    const error = failureOf(429, { ...problem, code: 'rate_limited', status: 429 }, '7');
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({ message: 'The query is not valid.', retryAfterSeconds: 7 });
    expect(isAway(error)).toBe(false);
  });
  it.each([
    ['a page of a proxy', undefined],
    ['JSON of somebody else', { message: 'no' }],
  ])('takes %s for an absent server', (_, body) => {
    expect(failureOf(502, body, null)).toBeInstanceOf(UnreachableError);
  });
  it('knows that a dependency may come back', () => {
    expect(isAway(failureOf(503, { ...problem, code: 'unavailable', status: 503 }, null))).toBe(true);
  });
});

describe('callApi', () => {
  let server: Server;
  let seen: { method?: string; url?: string; body: string };
  const realFetch = globalThis.fetch;
  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        seen = { method: request.method, url: request.url, body: Buffer.concat(chunks).toString() };
        const bad = request.url?.includes('start=');
        response.writeHead(bad ? 400 : 200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(bad ? problem : { matched: 3, modified: 2 }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const { port } = typeof address === 'object' && address ? address : ({ port: 0 } satisfies Partial<AddressInfo>);
    // In a browser paths are relative to the page.
    globalThis.fetch = (path, init) => realFetch(`http://127.0.0.1:${port}${String(path)}`, init);
  });
  afterAll(async () => {
    globalThis.fetch = realFetch;
    await new Promise((resolve) => server.close(resolve));
  });

  it('sends query and body as the contract says', async () => {
    const result = await callApi(eventRoutes.bulkTags, {
      query: { services: ['Teams'], actor: 'ann' },
      body: { tags: ['x'], mode: 'append' },
    });
    expect(result).toEqual({ matched: 3, modified: 2 });
    expect(seen).toEqual({
      method: 'POST',
      url: '/api/events/bulk-tags?services=Teams&actor=ann',
      body: JSON.stringify({ tags: ['x'], mode: 'append' }),
    });
  });
  it('throws problem details as a typed error', async () => {
    const call = callApi(eventRoutes.listEvents, { query: { start: '2026-01-02', end: '2026-01-01' } });
    await expect(call).rejects.toMatchObject({ name: 'ProblemError', problem: { code: 'bad_request' } });
  });
  it('says that nobody answers', async () => {
    const reachable = globalThis.fetch;
    globalThis.fetch = () => realFetch('http://127.0.0.1:1/');
    try {
      await expect(callApi(eventRoutes.listEvents, { query: {} })).rejects.toBeInstanceOf(UnreachableError);
    } finally {
      globalThis.fetch = reachable;
    }
  });
});
