import type { RequestListener } from 'node:http';
import type { ContentBlob, MicrosoftClient, MicrosoftClientOptions } from '../client-types';
import { scriptedServer, type ScriptedServer } from '../testing/scripted-server';
import { collect, failure, testClient } from '../testing/test-client';

const slice = { start: new Date('2026-01-01T00:00:00Z'), end: new Date('2026-01-01T06:00:00Z') };
const json = { 'content-type': 'application/json' };

describe('Answers that no honest API gives', () => {
  const opened: { close(): Promise<unknown> }[] = [];
  const serve = async (listener: RequestListener): Promise<ScriptedServer> => {
    const server = await scriptedServer(listener);
    opened.push({ close: server.stop });
    return server;
  };
  const connect = (server: ScriptedServer, options: Partial<MicrosoftClientOptions> = {}): MicrosoftClient => {
    const client = testClient(server, options);
    opened.unshift(client);
    return client;
  };
  const trap = (): Promise<ScriptedServer> =>
    serve((_request, response) => response.writeHead(200, json).end('{"value":[],"trapped":true}'));
  const blobAt = (contentUri: string): ContentBlob => ({
    contentId: 'blob-1',
    contentUri,
    contentType: 'Audit.General',
    contentCreated: slice.start,
    contentExpiration: slice.end,
  });
  afterEach(async () => {
    for (const thing of opened.splice(0)) await thing.close();
  });

  const elsewhere: [string, (trapUrl: string) => string][] = [
    ['another port', (url) => `${url}/v1.0/next`],
    ['another name', (url) => `${url.replace('127.0.0.1', 'localhost')}/v1.0/next`],
    ['the true origin as user name', (url) => `${url.replace('http://', 'http://127.0.0.1:80@')}/v1.0/next`],
    ['a link without scheme', (url) => `${url.replace('http:', '')}/v1.0/next`],
  ];
  it.each(elsewhere)('sends the token nowhere else: nextLink to %s', async (_name, link) => {
    const other = await trap();
    const server = await serve((_request, response) =>
      response.writeHead(200, json).end(JSON.stringify({ value: [{ id: 'a' }], '@odata.nextLink': link(other.url) })),
    );
    const pages = connect(server).readGraphSlice('directory', slice);
    expect((await pages.next()).value).toMatchObject({ records: [{ id: 'a' }] });
    expect((await failure(pages.next())).kind).toBe('malformed');
    expect(other.requests).toEqual([]);
  });

  it.each(elsewhere)('sends the token nowhere else: NextPageUri and contentUri to %s', async (_name, link) => {
    const other = await trap();
    const item = { contentId: 'x', contentUri: link(other.url), contentType: 'Audit.General', contentCreated: '2026-01-01T01:00:00Z' };
    const server = await serve((_request, response) =>
      response.writeHead(200, { ...json, NextPageUri: link(other.url) }).end(JSON.stringify([item])),
    );
    const client = connect(server);
    const list = client.listContent('Audit.General', slice);
    expect((await list.next()).value).toMatchObject({ blobs: [], broken: [{ reason: 'blob_unreadable' }] });
    expect((await failure(list.next())).kind).toBe('malformed');
    expect((await client.readBlob(blobAt(link(other.url)))).broken).toHaveLength(1);
    expect(other.requests).toEqual([]);
  });

  it('follows no redirect', async () => {
    const other = await trap();
    const server = await serve((_request, response) => response.writeHead(302, { location: `${other.url}/v1.0/next` }).end());
    expect((await failure(collect(connect(server).readGraphSlice('signin', slice)))).kind).toBe('malformed');
    expect(other.requests).toEqual([]);
  });

  it('stops at a link that leads back to a page already read', async () => {
    const server = await serve((request, response) => {
      const next = request.url?.includes('page=2') ? `${server.url}/v1.0/x?page=3` : `${server.url}/v1.0/x?page=2`;
      response.writeHead(200, json).end(JSON.stringify({ value: [{ id: request.url }], '@odata.nextLink': next }));
    });
    const error = await failure(collect(connect(server).readGraphSlice('directory', slice)));
    expect(error.message).toContain('already read');
    expect(server.requests).toHaveLength(3);
  });

  it('reads no more of an endless body than it may, and hangs up', async () => {
    const hungUp = Promise.withResolvers<void>();
    let sent = 0;
    const server = await serve((_request, response) => {
      response.writeHead(200, json);
      response.once('close', hungUp.resolve);
      const chunk = Buffer.alloc(65_536, 0x20);
      const more = (): void => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length;
      };
      response.on('drain', more);
      more();
    });
    const client = connect(server, { maxBodyBytes: 1_000_000 });
    expect(await failure(collect(client.readGraphSlice('directory', slice)))).toMatchObject({ kind: 'malformed', code: 'BodyTooLarge' });
    await hungUp.promise;
    expect(server.requests).toHaveLength(1);
    expect(sent).toBeLessThan(30_000_000);
    const page = await client.readBlob(blobAt(`${server.url}/api/v1.0/t/activity/feed/audit/1`));
    expect(page).toMatchObject({ records: [], broken: [{ reason: 'too_large' }] });
  });

  it('gives up on a body that stops, and on one that trickles for ever', async () => {
    const server = await serve((request, response) => {
      response.writeHead(200, json).write('{"value":[');
      if (!request.url?.includes('signIns')) return;
      const timer = setInterval(() => response.write(' '), 20);
      response.once('close', () => clearInterval(timer));
    });
    const client = connect(server, { bodyTimeoutMs: 60, requestTimeoutMs: 60, maxAttempts: 1 });
    expect(await failure(collect(client.readGraphSlice('directory', slice)))).toMatchObject({ kind: 'timeout' });
    expect(await failure(collect(client.readGraphSlice('signin', slice)))).toMatchObject({ kind: 'timeout' });
  });

  it('takes a proxy that answers for Microsoft for what it is', async () => {
    const server = await serve((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in to the network</html>'),
    );
    const error = await failure(collect(connect(server).readGraphSlice('directory', slice)));
    expect(error.kind).toBe('malformed');
    expect(error.advice).toContain('proxy');
    expect(error.message).not.toContain('Sign in');
  });

  it('says so when nobody listens', async () => {
    const server = await scriptedServer((_request, response) => response.end());
    await server.stop();
    const client = connect(server, { maxAttempts: 2 });
    expect(await failure(client.ensureSubscriptions(['DLP.All']))).toMatchObject({
      kind: 'network',
      code: 'ECONNREFUSED',
      retryable: true,
    });
  });

  it('ends with the reason of the signal, during a request and during a wait', async () => {
    const asked = Promise.withResolvers<void>();
    const server = await serve((request, response) => {
      if (request.url?.includes('signIns')) response.writeHead(429, { 'retry-after': '5' }).end();
      asked.resolve();
    });
    for (const source of ['directory', 'signin'] as const) {
      const controller = new AbortController();
      const reading = collect(connect(server).readGraphSlice(source, slice, controller.signal));
      await asked.promise;
      controller.abort(new Error('the tenant was removed'));
      await expect(reading).rejects.toThrow('the tenant was removed');
    }
  });

  it('ends calls under way when it is closed', async () => {
    const asked = Promise.withResolvers<void>();
    const server = await serve(() => asked.resolve());
    const client = connect(server);
    const reading = collect(client.readGraphSlice('directory', slice));
    const outcome = expect(reading).rejects.toMatchObject({ name: 'AbortError' });
    await asked.promise;
    await client.close();
    await outcome;
  });

  it('delivers the sound entries of a content list and reports the others', async () => {
    const server = await serve((_request, response) => {
      const good = {
        contentId: 'x',
        contentUri: `${server.url}/blob/x`,
        contentType: 'Audit.General',
        contentCreated: '2026-01-01T01:00:00',
      };
      const items = [null, 'text', { ...good, contentUri: 7 }, { ...good, contentCreated: 'yesterday' }, good];
      response.writeHead(200, json).end(JSON.stringify(items));
    });
    const [page] = await collect(connect(server).listContent('Audit.General', slice));
    expect(page?.blobs).toEqual([
      {
        contentId: 'x',
        contentUri: `${server.url}/blob/x`,
        contentType: 'Audit.General',
        contentCreated: new Date('2026-01-01T01:00:00Z'),
        contentExpiration: new Date('2026-01-08T01:00:00Z'),
      },
    ]);
    expect(page?.broken).toHaveLength(4);
  });
});
