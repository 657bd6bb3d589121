import type { ContentBlob } from '../client-types';
import type { RecordPage } from '../record-page';
import { scriptedServer, type ScriptedServer } from '../testing/scripted-server';
import { failure, testClient } from '../testing/test-client';
import { createLargeLane } from './large-lane';

const json = { 'content-type': 'application/json' };
const time = new Date('2026-01-01T00:00:00Z');
const blobAt = (server: ScriptedServer, name: string): ContentBlob => ({
  contentId: name,
  contentUri: `${server.url}/api/v1.0/t/activity/feed/audit/${name}`,
  contentType: 'Audit.General',
  contentCreated: time,
  contentExpiration: time,
});
const COUNT = 2000;
const list = JSON.stringify(Array.from({ length: COUNT }, (_, n) => ({ Id: String(n), Operation: 'x'.repeat(500) })));

describe('Large answers', () => {
  const opened: { close(): Promise<unknown> }[] = [];
  afterEach(async () => {
    for (const thing of opened.splice(0)) await thing.close();
  });
  async function open(listener: Parameters<typeof scriptedServer>[0], options: Parameters<typeof testClient>[1] = {}) {
    const server = await scriptedServer(listener);
    const client = testClient(server, { wholeBodyBytes: 10_000, ...options });
    opened.push(client, { close: server.stop });
    return { server, client };
  }
  const count = (parts: readonly RecordPage[]): number => parts.reduce((sum, part) => sum + part.records.length, 0);

  it('are read one at a time by all clients of a process, while small ones go on', async () => {
    const largeLane = createLargeLane();
    const { server, client } = await open(
      (request, response) => response.writeHead(200, json).end(request.url?.endsWith('small') ? '[1]' : list),
      {
        largeLane,
      },
    );
    const other = testClient(server, { wholeBodyBytes: 10_000, largeLane });
    opened.unshift(other);
    let reading: string | undefined;
    const read = async (reader: typeof client, name: string): Promise<number> => {
      const parts: RecordPage[] = [];
      const last = await reader.readBlob(blobAt(server, name), undefined, async (part) => {
        expect([undefined, name]).toContain(reading);
        reading = name;
        expect(part.given).toBe(count(parts));
        parts.push(part);
        expect((await client.readBlob(blobAt(server, 'small'))).records).toEqual([1]);
      });
      reading = undefined;
      expect(last).toMatchObject({ given: count(parts), broken: [], truncated: false });
      return count([...parts, last]);
    };
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    expect(await Promise.all(names.map((name, n) => read(n % 2 ? other : client, name)))).toEqual(names.map(() => COUNT));
  });

  it('are asked for again when they are cut, and give everything then', async () => {
    let asked = 0;
    const { server, client } = await open((_request, response) => {
      asked += 1;
      response.writeHead(200, { ...json, 'content-length': Buffer.byteLength(list) });
      if (asked > 1) response.end(list);
      else response.write(list.slice(0, list.length / 2), () => response.destroy());
    });
    const ids = new Set<unknown>();
    const note = (part: RecordPage): void => part.records.forEach((record) => ids.add(Reflect.get(Object(record), 'Id')));
    note(await client.readBlob(blobAt(server, 'cut'), undefined, async (part) => note(part)));
    expect([asked, ids.size]).toEqual([2, COUNT]);
  });

  it('end with what their reader throws, or when they are too large, and free the way for the next one', async () => {
    const { server, client } = await open((_request, response) => response.writeHead(200, json).end(list), { maxBodyBytes: 2_000_000 });
    const broken = client.readBlob(blobAt(server, 'x'), undefined, () => Promise.reject(new TypeError('the database is away')));
    await expect(broken).rejects.toThrow(new TypeError('the database is away'));
    const slice = { start: time, end: time };
    expect(await failure(client.readGraphSlice('directory', slice).next())).toMatchObject({ kind: 'malformed', code: 'BodyTooLarge' });
    expect((await client.readBlob(blobAt(server, 'y'), undefined, async () => undefined)).given).toBeGreaterThan(0);
    expect(server.requests.map(({ url }) => url.slice(-2))).toEqual(['/x', expect.any(String), '/y']);
  });

  it('are given up when they stop coming, however long their reader takes', async () => {
    const { server, client } = await open(
      (_request, response) => {
        response.writeHead(200, json);
        response.write(list.slice(0, -10));
      },
      { bodyTimeoutMs: 60, requestTimeoutMs: 60, maxAttempts: 1 },
    );
    const parts: RecordPage[] = [];
    const read = client.readBlob(blobAt(server, 'z'), undefined, async (part) => void parts.push(part));
    expect(await failure(read)).toMatchObject({ kind: 'timeout' });
    expect(count(parts)).toBeGreaterThan(0);
  });
});
