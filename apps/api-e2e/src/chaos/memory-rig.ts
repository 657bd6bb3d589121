import { startProgram, testRedisUrl, waitFor, type RunningProgram, type TestDatabase } from '@aoc/testing';
import type { Simulator } from '@aoc/tools/microsoft-simulator';
import { readFileSync } from 'node:fs';
import { runToEnd, workerLimits, type OwnPrograms } from './programs';

/** Largest resident memory that a process ever had, in MB. */
export function peakMemory({ process }: RunningProgram): number {
  const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${process.pid ?? 0}/status`, 'utf8'))?.[1];
  return Math.round(Number(kilobytes) / 1024);
}

/** A worker with the limits of the image, on a prepared database, that reads the simulator's first tenant. */
export async function startWorker(
  programs: OwnPrograms,
  { database, simulator }: { database: TestDatabase; simulator: Simulator },
  settings: Record<string, string> = {},
): Promise<RunningProgram> {
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
    ...settings,
  };
  await runToEnd(programs.file('migrate'), env);
  return startProgram(programs.file('worker'), env, workerLimits);
}

/** Waits until so many sources have been read to their end. @throws Error with its output when the worker ends instead */
export async function allRead(worker: RunningProgram, database: TestDatabase, sources: number, limitMs: number): Promise<void> {
  const states = database.connection.collection('watermarks');
  await waitFor(
    'all sources to be read',
    async () => {
      if (worker.process.exitCode !== null || worker.process.signalCode !== null)
        throw new Error(`the worker ended:\n${worker.output().slice(-3000)}`);
      return (await states.countDocuments({ last_success: { $ne: null } })) === sources;
    },
    limitMs,
    250,
  );
}
