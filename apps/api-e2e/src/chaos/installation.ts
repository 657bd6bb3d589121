import { startProgram, waitFor } from '@aoc/testing';
import { startSimulator, type Simulator } from '@aoc/tools/microsoft-simulator';
import { startServices, type Services } from '@aoc/tools/services';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { alertOnFailures } from './alerted';
import { processesNaming } from './own-processes';
import { ownPrograms, KeptProgram, runToEnd, workerLimits, type OwnPrograms } from './programs';
import { startSiemSink, type SiemSink } from './siem-sink';

export const INITIAL_HOURS = 24;
const DB_NAME = 'chaos';

/** The whole product with everything around it, all of it killable. */
export interface Installation {
  base: string;
  mongoUri: string;
  dbName: string;
  simulator: Simulator;
  sink: SiemSink;
  worker: KeptProgram;
  api: KeptProgram;
  services: Services;
  /** Processes of it that run now. */
  processes(): number[];
  /** Process id of the database's gateway. */
  gateway(): number | undefined;
  /** Ends all, once; resolves to the exit codes of worker and API. */
  stop(): Promise<(number | NodeJS.Signals | null)[]>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function settings(services: Services, simulator: Simulator, sink: SiemSink): Record<string, string> {
  const [tenant] = simulator.control.tenants;
  if (!tenant) throw new Error('the simulator has no tenant');
  return {
    MONGO_URI: services.mongoUri,
    REDIS_URL: services.redisUrl,
    DB_NAME,
    TENANT_ID: tenant.tenantId,
    CLIENT_ID: tenant.clientId,
    CLIENT_SECRET: tenant.clientSecret,
    LOGIN_URL: simulator.loginUrl,
    GRAPH_URL: simulator.graphUrl,
    MANAGEMENT_URL: simulator.managementUrl,
    FETCH_INTERVAL_MINUTES: '0.05',
    INITIAL_FETCH_HOURS: String(INITIAL_HOURS),
    FETCH_OVERLAP_MINUTES: '5',
    ALERTS_ENABLED: 'true',
    SIEM_ENABLED: 'true',
    SIEM_WEBHOOK_URL: sink.url,
  };
}

/** The API first, so that the worker meets the rule with the first event. */
async function startPrograms(programs: OwnPrograms, env: Record<string, string>, port: number, base: string) {
  const api = new KeptProgram(() => startProgram(programs.file('api'), { ...env, PORT: String(port) }));
  await waitFor('the API', async () => (await fetch(`${base}/health/ready`)).ok, 60_000);
  await alertOnFailures(base);
  const worker = new KeptProgram(() => startProgram(programs.file('worker'), env, workerLimits));
  return { api, worker };
}

/** Starts a small company's installation and waits until the API serves. */
export async function startInstallation(random: () => number): Promise<Installation> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'aoc-e2e-chaos-'));
  const [database, queue, port] = await Promise.all([freePort(), freePort(), freePort()]);
  const { MONGO_URI: _mongo, REDIS_URL: _redis, ...env } = process.env;
  const [services, programs, sink, simulator] = await Promise.all([
    startServices({ dataDir, env, persist: false, ports: { database, queue } }),
    ownPrograms('chaos'),
    startSiemSink(random),
    startSimulator({
      seed: 31,
      tenants: [{ events: 9000, days: 2, company: { users: 40 }, latencyScale: 0, live: { eventsPerMinute: 300 } }],
      maxBlobRecords: 20,
    }),
  ]);
  const own = settings(services, simulator, sink);
  await runToEnd(programs.file('migrate'), own);
  const base = `http://127.0.0.1:${port}`;
  const { api, worker } = await startPrograms(programs, own, port, base);
  const gateway = (): number | undefined => processesNaming('gateway.js', ` ${database} `)[0];
  const stop = async () => {
    const codes = await Promise.all([worker.stop(), api.stop()]);
    await services.stop();
    await Promise.all([simulator.stop(), sink.stop(), programs.remove()]);
    await rm(dataDir, { recursive: true, force: true });
    return codes;
  };
  let stopped: ReturnType<typeof stop> | undefined;
  return {
    base,
    mongoUri: services.mongoUri,
    dbName: DB_NAME,
    simulator,
    sink,
    worker,
    api,
    services,
    gateway,
    processes: () => [...processesNaming(programs.folder), ...processesNaming(dataDir), ...processesNaming('gateway.js', ` ${database} `)],
    stop: () => (stopped ??= stop()),
  };
}
