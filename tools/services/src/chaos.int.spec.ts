import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { MongoClient } from 'mongodb';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isListening } from './processes/ports';
import { startServices, type Services } from './services';

const folder = mkdtempSync(path.join(tmpdir(), 'aoc-chaos-'));
const { MONGO_URI: _mongo, REDIS_URL: _redis, ...env } = process.env;
let services: Services;

beforeAll(async () => {
  services = await startServices({ dataDir: path.join(folder, 'first'), env, persist: false });
}, 300_000);
afterAll(async () => {
  await services.stop();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

async function until(holds: () => Promise<boolean> | boolean, limitMs = 15_000): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('the condition did not come true in time');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('a killed database', () => {
  it('loses no acknowledged write, and clients go on by themselves', async () => {
    const client = new MongoClient(services.mongoUri, { serverSelectionTimeoutMS: 20_000 });
    const c = client.db('chaos').collection<{ _id: string }>('acknowledged');
    const acknowledged: string[] = [];
    let stop = false;
    const writer = async (who: number): Promise<void> => {
      for (let n = 0; !stop; n++) {
        try {
          await c.insertOne({ _id: `${who}-${n}` });
          acknowledged.push(`${who}-${n}`);
        } catch {
          // Unacknowledged: it may or may not be there.
        }
      }
    };
    const writers = [1, 2, 3, 4].map(writer);
    for (let round = 0; round < 3; round++) {
      const before = acknowledged.length;
      await until(() => acknowledged.length > before + 100);
      await services.killDatabase();
      const after = acknowledged.length;
      await until(() => acknowledged.length > after + 10);
    }
    stop = true;
    await Promise.all(writers);
    const stored = new Set((await c.find().toArray()).map(({ _id }) => _id));
    expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
    await client.close();
  }, 60_000);

  it('reports a cursor of before as an error, then serves new ones; an orderly restart does the same', async () => {
    const client = new MongoClient(services.mongoUri, { serverSelectionTimeoutMS: 20_000 });
    const c = client.db('chaos').collection('pages');
    await c.insertMany(Array.from({ length: 1_000 }, (_, n) => ({ n })));
    for (const end of [services.killDatabase, services.restartDatabase]) {
      const cursor = c.find().sort({ n: 1 }).batchSize(10);
      await cursor.next();
      await end();
      await expect(cursor.toArray()).rejects.toThrow();
      await until(() =>
        c.countDocuments().then(
          (count) => count === 1_000,
          () => false,
        ),
      );
    }
    await client.close();
  }, 60_000);
});

describe('a killed queue', () => {
  it('keeps every acknowledged job, and works them off', async () => {
    const connection = new Redis(services.redisUrl, { maxRetriesPerRequest: null });
    connection.on('error', () => undefined);
    const queue = new Queue('chaos', { connection });
    queue.on('error', () => undefined);
    await Promise.all(Array.from({ length: 300 }, (_, n) => queue.add('job', { n }, { jobId: `job-${n}` })));
    await services.killQueue();
    await queue.add('job', { n: 300 }, { jobId: 'job-300' });
    const done = new Set<number>();
    const blocking = new Redis(services.redisUrl, { maxRetriesPerRequest: null });
    blocking.on('error', () => undefined);
    const worker = new Worker<{ n: number }>('chaos', async (job) => void done.add(job.data.n), { connection: blocking, concurrency: 20 });
    worker.on('error', () => undefined);
    await until(() => done.size === 301);
    await worker.close();
    await queue.close();
    connection.disconnect();
    blocking.disconnect();
  }, 60_000);
});

describe('several instances', () => {
  it('run side by side with their own data, and leave nothing when stopped', async () => {
    const other = await startServices({ dataDir: path.join(folder, 'second'), env, persist: false });
    expect(new Set([other.mongoUri, other.redisUrl, services.mongoUri, services.redisUrl]).size).toBe(4);
    const client = await MongoClient.connect(other.mongoUri);
    await client.db('chaos').collection('own').insertOne({ n: 1 });
    expect(await client.db('chaos').collection('acknowledged').countDocuments()).toBe(0);
    await client.close();
    const port = Number(new URL(other.mongoUri).port);
    await other.stop();
    expect(await isListening(port)).toBe(false);
    expect(existsSync(path.join(folder, 'second'))).toBe(false);
  }, 60_000);

  it('keep their data from one start to the next, and refuse to share a folder', async () => {
    const dataDir = path.join(folder, 'kept');
    const first = await startServices({ dataDir, env, need: ['database'] });
    const write = await MongoClient.connect(first.mongoUri);
    await write.db('kept').collection('c').insertOne({ n: 1 });
    await write.close();
    if (first.database?.kind === 'debian')
      await expect(startServices({ dataDir, env, need: ['database'] })).rejects.toThrow(/in use by another running instance/);
    await first.stop();
    const second = await startServices({ dataDir, env, need: ['database'] });
    const read = await MongoClient.connect(second.mongoUri);
    expect(await read.db('kept').collection('c').countDocuments()).toBe(1);
    await read.close();
    await second.stop();
  }, 60_000);
});

describe('a killed owner', () => {
  it('leaves no process behind', async () => {
    const root = path.resolve(import.meta.dirname, '../../..');
    const dataDir = path.join(folder, 'orphan');
    const owner = spawn(process.execPath, ['tools/run.mjs', 'services', 'start', '--data', dataDir], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
    let said = '';
    owner.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    await until(() => said.includes('REDIS_URL='), 60_000);
    const ports = [...said.matchAll(/127\.0\.0\.1:(\d+)/g)].map(([, port]) => Number(port));
    expect(ports).toHaveLength(2);
    const involved = processesNaming(dataDir);
    expect(involved.length).toBeGreaterThan(1);
    process.kill(-(owner.pid ?? 0), 'SIGKILL');
    await once(owner, 'exit');
    await until(() => processesNaming(dataDir).length === 0);
    for (const port of ports) await until(async () => !(await isListening(port)));
  }, 90_000);
});

/** Processes whose command line names the folder. */
function processesNaming(text: string): string[] {
  return readdirSync('/proc').filter((entry) => {
    if (!/^\d+$/.test(entry)) return false;
    try {
      return readFileSync(`/proc/${entry}/cmdline`, 'utf8').includes(text);
    } catch {
      return false;
    }
  });
}
