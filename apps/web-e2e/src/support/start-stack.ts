import { testDatabase, testRedisUrl } from '@aoc/testing';
import { startSimulator, type SimulatorControl } from '@aoc/tools/microsoft-simulator';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { freePort, startProduct } from './start-product';

/** The whole product on a port of its own. */
export interface Stack {
  baseUrl: string;
  /** Null when the product was already running (AOC_TEST_BASE_URL): its Microsoft side cannot be steered. */
  simulator: SimulatorControl | null;
  stop(): Promise<void>;
}

/** The simulated clock stands this far behind, so that `clock.advance` makes new records that are not in the future. */
export const CLOCK_BEHIND_MS = 30 * 60_000;
const EVENTS = 3_000;

async function startOwnStack(): Promise<Stack> {
  const [database, port, dataDir] = await Promise.all([testDatabase('web_e2e'), freePort(), mkdtemp(path.join(tmpdir(), 'aoc-web-e2e-'))]);
  const simulator = await startSimulator({
    seed: 11,
    now: new Date(Date.now() - CLOCK_BEHIND_MS),
    tenants: [{ seed: 11, events: EVENTS, latencyScale: 0, live: { eventsPerMinute: 20 } }],
  });
  const tenant = simulator.control.tenants[0];
  if (!tenant) throw new Error('the simulator has no tenant');
  const product = startProduct(port, dataDir, {
    MONGO_URI: database.uri,
    DB_NAME: database.dbName,
    REDIS_URL: testRedisUrl(),
    QUEUE_PREFIX: `web_e2e_${randomBytes(4).toString('hex')}`,
    TENANT_ID: tenant.tenantId,
    CLIENT_ID: tenant.clientId,
    CLIENT_SECRET: tenant.clientSecret,
    LOGIN_URL: simulator.loginUrl,
    GRAPH_URL: simulator.graphUrl,
    MANAGEMENT_URL: simulator.managementUrl,
    AUTH_ENABLED: 'false',
    DEMO: 'true',
    ALERTS_ENABLED: 'true',
    AI_FEATURES_ENABLED: 'true',
    // The receivers of the tests are on loopback.
    NOTIFY_ALLOW_PRIVATE: '127.0.0.1',
  });
  await product.ready();
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    simulator: simulator.control,
    async stop() {
      await product.stop();
      await simulator.stop();
      await database.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The product at AOC_TEST_BASE_URL, or one of its own on the test services with a simulated company of 3,000 events. */
export async function startStack(): Promise<Stack> {
  const running = process.env.AOC_TEST_BASE_URL;
  return running ? { baseUrl: running.replace(/\/$/, ''), simulator: null, stop: async () => {} } : startOwnStack();
}

const healthSchema = z.object({ sources: z.array(z.object({ status: z.string() })) });

/** Whether the first fetch of all sources is over. */
export async function fetchedWhole(baseUrl: string): Promise<boolean> {
  const { sources } = healthSchema.parse(await (await fetch(`${baseUrl}/api/source-health`)).json());
  return sources.every(({ status }) => status === 'healthy');
}
