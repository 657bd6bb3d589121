import { connectValkey, QueueClient, queueWorker } from '@aoc/server/queues';
import { builtProgram, SOURCE_MAPS, testDatabase, testRedisUrl, waitFor, type TestDatabase } from '@aoc/testing';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const TENANT = '7c1f3c0e-5f0a-4b8e-9d0b-0d6a3a1f7c12';
const node = path.resolve('node_modules/.bin/node');

/** As 1.x stored it. */
const legacy = (n: number) => ({
  id: `Directory_${n}`,
  timestamp: '2026-03-01T08:00:00Z',
  service: 'UserManagement',
  operation: 'Add user',
  result: 'success',
  actor_display: 'Ana',
  raw: {
    id: `Directory_${n}`,
    category: 'UserManagement',
    result: 'success',
    activityDisplayName: 'Add user',
    activityDateTime: '2026-03-01T08:00:00Z',
    initiatedBy: { user: { id: '00000000-0000-4000-8000-000000000001', displayName: 'Ana', userPrincipalName: 'ana@contoso.com' } },
    targetResources: [],
  },
  tags: n === 1 ? ['vip'] : [],
  comments: [],
  dedupe_key: `old-${n}`,
});

describe('npm run migrate and npm run maintenance', () => {
  let database: TestDatabase;
  let folder: string;
  let tools: Record<'migrate' | 'maintenance', string>;
  const prefix = `t${randomBytes(4).toString('hex')}`;
  beforeAll(async () => {
    database = await testDatabase('maintenance_cli');
    folder = mkdtempSync(path.join(tmpdir(), 'aoc-maintenance-'));
    tools = { migrate: await builtProgram('migrate'), maintenance: await builtProgram('maintenance') };
    await database.connection.collection('events').insertMany([1, 2, 3].map(legacy));
  });
  afterAll(async () => {
    await database.stop();
    rmSync(folder, { recursive: true });
  });

  function runNode(command: readonly string[], env: Record<string, string>) {
    const { status, stdout, stderr } = spawnSync(node, command, {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, MONGO_URI: database.uri, DB_NAME: database.dbName, ...env },
      encoding: 'utf8',
      timeout: 60_000,
    });
    return { status, stdout, stderr };
  }
  const recorded = async () => {
    const rows = database.connection.collection('audit_log').find({ tenant_id: TENANT });
    return (await rows.sort({ seq: 1 }).toArray()).map(({ actor, action, outcome }) => [actor.id, action, outcome]);
  };
  const npmRun = (tool: string, args: string[]) => runNode(['tools/run.mjs', tool, ...args], {});
  const run = (tool: 'migrate' | 'maintenance', args: string[], env: Record<string, string> = {}) =>
    runNode([...SOURCE_MAPS, tools[tool], ...args], { AOC_ROOT: process.cwd(), ...env });
  const ids = { TENANT_ID: TENANT, CLIENT_ID: TENANT, CLIENT_SECRET: 's' };

  it('upgrade what 1.x stored once it is clear whose it is, say what they did, and change nothing the second time', async () => {
    expect(npmRun('migrate', ['--help'])).toMatchObject({ status: 0, stdout: expect.stringContaining('--dry-run') });
    expect(npmRun('migrate', [])).toMatchObject({ status: 1, stderr: expect.stringContaining('TENANT_ID is not set') });
    expect(run('maintenance', ['recount'])).toMatchObject({ status: 1, stderr: expect.stringContaining('npm run migrate') });
    const dry = run('migrate', ['--dry-run'], ids);
    expect(dry).toMatchObject({ status: 0, stdout: expect.stringContaining('3 events of 1.x found: 3 would be upgraded') });
    expect(await database.connection.collection('events').countDocuments({ tenant_id: TENANT })).toBe(0);
    expect(run('migrate', [], ids)).toMatchObject({ status: 0, stdout: expect.stringContaining(`3 upgraded (tenant ${TENANT})`) });
    expect(await database.connection.collection('events').countDocuments({ tenant_id: TENANT })).toBe(3);
    expect(run('migrate', [])).toMatchObject({ status: 0, stdout: 'The database is up to date.\n' });
    expect(await recorded()).toEqual([['cli:migrate', 'migrate', 'ok']]);
    expect(run('migrate', [], { MONGO_URI: 'mongodb://127.0.0.1:9/' })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('does not answer'),
    });
  }, 120_000);

  it('apply a changed mapping file, count anew, and tell each usage mistake', async () => {
    const mappings = path.join(folder, 'mappings.yml');
    writeFileSync(mappings, 'categories:\n  UserManagement: People\n');
    const done = run('maintenance', ['renormalize', '--tenant', TENANT], { ...ids, MAPPINGS_FILE: mappings });
    expect(done.status).toBe(1);
    expect(done.stderr).toContain('There is no tenant');
    const all = run('maintenance', ['renormalize'], { ...ids, MAPPINGS_FILE: mappings });
    expect(all).toMatchObject({ status: 0, stdout: expect.stringContaining('3 events read, 3 changed') });
    expect(all.stdout).toContain('REDIS_URL is not set');
    expect(all.stderr).toContain('3 of 3\n');
    expect(await database.connection.collection('events').distinct('display_category')).toEqual(['People']);
    expect(await database.connection.collection('facets').findOne({ field: 'display_category' })).toMatchObject({
      value: 'People',
      count: 3,
    });
    expect(run('maintenance', ['dedupe'], ids)).toMatchObject({ status: 0, stdout: expect.stringContaining('0 merged') });
    await database.connection.collection('facets').updateMany({}, { $set: { count: 77 } });
    expect(run('maintenance', ['recount'], ids)).toMatchObject({ status: 0, stdout: expect.stringContaining('counters are exact') });
    expect(await database.connection.collection('facets').countDocuments({ count: 77 })).toBe(0);
    expect(await database.connection.collection('facets').findOne({ field: 'tag' })).toMatchObject({ value: 'vip', count: 1 });
    const expected = ['renormalize', 'dedupe', 'recount'].map((action) => ['cli:maintenance', action, 'ok']);
    expect((await recorded()).slice(1)).toEqual(expected);
    writeFileSync(mappings, 'categories: [\n');
    expect(run('maintenance', ['renormalize'], { ...ids, MAPPINGS_FILE: mappings })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('mistakes'),
    });
    expect(npmRun('maintenance', ['--help'])).toMatchObject({ status: 0, stdout: expect.stringContaining('renormalize') });
    expect(npmRun('maintenance', ['polish'])).toMatchObject({ status: 2, stderr: expect.stringContaining('Name one command') });
    expect(run('maintenance', ['dedupe', '--fast'])).toMatchObject({ status: 2 });
    expect(run('maintenance', ['dedupe', '--tenant', 'x'], ids)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('expected a tenant id'),
    });
  }, 120_000);

  it('refuse to work beside a worker', async () => {
    const connection = connectValkey(testRedisUrl());
    const nothing = (): Promise<void> => Promise.resolve();
    const handlers = {
      fetchSource: nothing,
      scheduleFetches: nothing,
      retention: nothing,
      forwardSiem: nothing,
      dispatchNotifications: nothing,
      deliverNotifications: nothing,
      answerQuestion: nothing,
    };
    const signal = new AbortController().signal;
    const worker = queueWorker({ queue: 'fetch', connection, prefix, concurrency: 1, handlers, signal, onFailed: () => undefined });
    const queue = new QueueClient(connection, prefix);
    const env = { ...ids, REDIS_URL: testRedisUrl(), QUEUE_PREFIX: prefix };
    try {
      await waitFor('the worker to listen', () => queue.hasWorkers('fetch'));
      expect(run('maintenance', ['recount'], env)).toMatchObject({ status: 1, stderr: expect.stringContaining('A worker is running') });
      await worker.close();
      await waitFor('the worker to be gone', async () => !(await queue.hasWorkers('fetch')));
      expect(run('maintenance', ['recount'], env)).toMatchObject({ status: 0, stderr: '' });
    } finally {
      await worker.close();
      const keys = await connection.keys(`${prefix}:*`);
      if (keys.length > 0) await connection.del(...keys);
      await queue.close();
      connection.disconnect();
    }
  }, 60_000);
});
