import { startProgram, testDatabase, testRedisUrl, waitFor, type RunningProgram, type TestDatabase } from '@aoc/testing';
import { startSimulator, type Simulator } from '@aoc/tools/microsoft-simulator';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { bundlePrograms, runToEnd, workerLimits, type BundledPrograms } from './programs';

const EVENTS = Number(process.env.AOC_MEMORY_EVENTS ?? 12_000);
const MAX_MB = 300;
const LIMIT_MS = 60_000 + EVENTS * 6;

/** Largest resident memory that a process ever had, in MB. */
function peakMemory(pid: number): number {
  const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kilobytes) / 1024);
}

describe('the memory of the worker does not depend on the size of a run', () => {
  let programs: BundledPrograms;
  let database: TestDatabase;
  let simulator: Simulator;
  let worker: RunningProgram | undefined;

  beforeAll(async () => {
    // All in one day and without delays: pages and blobs as full as the APIs make them.
    const tenants = [{ events: EVENTS, days: 1, latencyScale: 0 }];
    [programs, database, simulator] = await Promise.all([
      bundlePrograms('memory'),
      testDatabase('memory'),
      startSimulator({ seed: 5, tenants }),
    ]);
  }, 60_000);
  afterAll(async () => {
    await worker?.end('SIGTERM');
    await Promise.all([simulator.stop(), database.stop(), programs.remove()]);
  }, 30_000);

  it('has the limits of V8 that the image sets', () => {
    const command = /^CMD (\[.*\])$/m.exec(readFileSync(path.resolve('docker/worker.Dockerfile'), 'utf8'))?.[1] ?? '[]';
    expect(JSON.parse(command)).toEqual(expect.arrayContaining(workerLimits));
  });

  it(
    `stays under ${MAX_MB} MB during a first fetch of ${EVENTS} events`,
    async () => {
      const [tenant] = simulator.control.tenants;
      const env = {
        MONGO_URI: database.uri,
        DB_NAME: database.dbName,
        REDIS_URL: testRedisUrl(),
        QUEUE_PREFIX: database.dbName,
        TENANT_ID: tenant?.tenantId ?? '',
        CLIENT_ID: tenant?.clientId ?? '',
        CLIENT_SECRET: tenant?.clientSecret ?? '',
        LOGIN_URL: simulator.loginUrl,
        GRAPH_URL: simulator.graphUrl,
        MANAGEMENT_URL: simulator.managementUrl,
        INITIAL_FETCH_HOURS: '24',
        FETCH_CONCURRENCY: '4',
      };
      await runToEnd(programs.file('migrate'), env);
      const started = startProgram(programs.file('worker'), env, workerLimits);
      worker = started;
      const states = database.connection.collection('watermarks');
      await waitFor(
        'all sources to be read',
        async () => {
          if (started.process.exitCode !== null) throw new Error(`the worker ended:\n${started.output().slice(-3000)}`);
          return (await states.countDocuments({ last_success: { $ne: null } })) === 4;
        },
        LIMIT_MS,
        500,
      );
      const stored = await database.connection.collection('events').countDocuments();
      const peak = peakMemory(started.process.pid ?? 0);
      console.log(`worker: ${peak} MB at most while it stored ${stored} events`);
      expect(stored).toBeGreaterThan(0.9 * EVENTS);
      expect(peak).toBeLessThan(MAX_MB);
    },
    LIMIT_MS + 30_000,
  );
});
