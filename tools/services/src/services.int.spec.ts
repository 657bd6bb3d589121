import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ServicesError } from './errors';
import { startServices } from './services';
import { acquireTestServices } from './test-environment';

const folder = mkdtempSync(path.join(tmpdir(), 'aoc-services-'));
const { MONGO_URI: _mongo, REDIS_URL: _redis, ...env } = process.env;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the chain of sources', () => {
  it('uses what is given and leaves it alone', async () => {
    const given = { ...env, MONGO_URI: 'mongodb://db.example:27017/x', REDIS_URL: 'redis://queue.example:6379' };
    const services = await startServices({ dataDir: path.join(folder, 'given'), env: given });
    expect(services).toMatchObject({
      mongoUri: given.MONGO_URI,
      redisUrl: given.REDIS_URL,
      database: { kind: 'given' },
      queue: { kind: 'given' },
    });
    await expect(services.killDatabase()).rejects.toThrow(/MONGO_URI/);
    await services.stop();
  });

  it('names every source that it skips, also programs that do not work', async () => {
    const bin = path.join(folder, 'bin');
    mkdirSync(bin);
    for (const name of ['mongod', 'valkey-server']) {
      writeFileSync(path.join(bin, name), '#!/bin/sh\necho "cannot load library" >&2\nexit 3\n');
      chmodSync(path.join(bin, name), 0o755);
    }
    const lines: string[] = [];
    const broken = { ...env, PATH: `${bin}:${env.PATH ?? ''}` };
    const services = await startServices({
      dataDir: path.join(folder, 'broken'),
      env: broken,
      persist: false,
      log: (line) => lines.push(line),
    });
    expect(lines).toContain('database: MONGO_URI is not set');
    expect(lines.find((line) => line.startsWith(`database: ${bin}/mongod does not work here: `))).toMatch(/cannot load library/);
    expect(lines.find((line) => line.startsWith(`queue: ${bin}/valkey-server does not work here: `))).toMatch(/cannot load library/);
    await services.stop();
  }, 120_000);

  it('gives a test run the services that its environment names', async () => {
    const named = { AOC_TEST_MONGO_URI: 'mongodb://a', AOC_TEST_REDIS_URL: 'redis://b' };
    expect(await acquireTestServices(named)).toMatchObject({ mongoUri: 'mongodb://a', redisUrl: 'redis://b' });
  });
});

describe('mistakes are told in a few sentences', () => {
  it('a port that is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const start = startServices({ dataDir: path.join(folder, 'port'), env, need: ['queue'], ports: { queue: port } });
    await expect(start).rejects.toThrow(
      new ServicesError(
        `Port ${port} on 127.0.0.1, which the queue needs, is taken by another program. Stop that program, or leave the port out so that a free one is chosen.`,
      ),
    );
    server.close();
  });

  it('a data folder that cannot be made', async () => {
    const file = path.join(folder, 'file');
    writeFileSync(file, '');
    await expect(startServices({ dataDir: path.join(file, 'data'), env })).rejects.toThrow(/cannot be written \(ENOTDIR\)/);
  });
});
