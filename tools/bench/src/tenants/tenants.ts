import { systemContext } from '@aoc/server/context';
import { apiKeyStore, createApiKey } from '@aoc/server/identity';
import { allCollections } from '@aoc/server/ingestion';
import { connectMongo, ensureIndexes, recordSchemaVersion, type Connection } from '@aoc/server/mongo';
import type { Simulator } from '@aoc/tools/microsoft-simulator';
import { Redis } from 'ioredis';
import { randomBytes } from 'node:crypto';
import { startApi } from '../api-process';
import { median, percentile, rounded, timed, type Bench, type BenchCase, type BenchInput } from '../bench';
import { collect, INTERVAL_MINUTES, THROTTLED } from './collect';
import { licenceFor } from './licence';
import { registerTenants, simulateTenants, tenantIdOf } from './registered';
import { switching } from './switching';

const DATABASE = 'bench_tenants';
const PREFIX = 'bench-tenants';
const CONCURRENCY = 8;

async function prepare({ mongoUri, redisUrl, events: count, log }: BenchInput, encryptionKey: string): Promise<Connection> {
  const connection = await connectMongo({ uri: mongoUri, dbName: DATABASE });
  await connection.dropDatabase();
  await ensureIndexes(connection, allCollections);
  await recordSchemaVersion(connection, new Date());
  const valkey = new Redis(redisUrl);
  for (const key of await valkey.keys(`${PREFIX}:*`)) await valkey.del(key);
  valkey.disconnect();
  const ms = await timed(() => registerTenants(connection, encryptionKey, count));
  log(`${count} tenants registered in ${Math.round(ms / 1000)} s`);
  return connection;
}

/** Of API and worker: an installation of a provider whose own tenant is one of them. */
const settingsOf = ({ mongoUri, redisUrl }: BenchInput, simulator: Simulator, encryptionKey: string, licence: string) => ({
  MONGO_URI: mongoUri,
  REDIS_URL: redisUrl,
  DB_NAME: DATABASE,
  QUEUE_PREFIX: PREFIX,
  ENCRYPTION_KEY: encryptionKey,
  LOGIN_URL: simulator.loginUrl,
  GRAPH_URL: simulator.graphUrl,
  MANAGEMENT_URL: simulator.managementUrl,
  FETCH_INTERVAL_MINUTES: String(INTERVAL_MINUTES),
  FETCH_CONCURRENCY: String(CONCURRENCY),
  INITIAL_FETCH_HOURS: '1',
  LICENSE_KEY: licence,
  AUTH_ENABLED: 'true',
  AUTH_TENANT_ID: tenantIdOf(1),
  AUTH_CLIENT_ID: tenantIdOf(1),
  TENANT_ID: '',
  CLIENT_ID: '',
  CLIENT_SECRET: '',
});

async function keyFor(connection: Connection): Promise<string> {
  const grant = { name: 'bench', role: 'msp_admin' as const, privacy_role: false, expires_in_days: 1 };
  return (await createApiKey(systemContext(tenantIdOf(1), 'bench'), apiKeyStore(connection), grant)).key;
}

type Collected = Awaited<ReturnType<typeof collect>>;
type Switched = Awaited<ReturnType<typeof switching>>;

function casesOf({ longest, gaps, first, last, cpu, fetches }: Collected, { times, others }: Switched): BenchCase[] {
  const interval = INTERVAL_MINUTES * 60;
  const against = (name: string, ours: number, driver: number): BenchCase => ({
    name,
    ours: rounded(ours),
    driver: rounded(driver),
    ratio: rounded(ours / driver),
  });
  return [
    against('longest wait between two fetches, against the interval (s)', longest / 1000, interval),
    against('95 of 100 waits, against the interval (s)', percentile(gaps, 0.95) / 1000, interval),
    against('memory of the worker at the end, against the time when half were read once (MB)', last, first),
    against('CPU time of the worker for a fetch, against one millisecond', (cpu / fetches) * 1000, 1),
    ...others.map(({ name, ours }) => against(name, ours, median(times.ours))),
  ];
}

/**
 * Thousands of registered tenants in the real stores: the worker reads one source of each every 25 minutes while one of them is throttled,
 * then an MSP administrator switches between them. Its size is the number of tenants.
 */
export const tenants: Bench = async (input) => {
  const { mongoUri, redisUrl, events: count } = input;
  const encryptionKey = randomBytes(32).toString('base64');
  const simulator = await simulateTenants(count);
  simulator.control.faults.add({ kind: 'throttle', tenant: THROTTLED, retryAfter: 120 });
  const connection = await prepare(input, encryptionKey);
  const licence = await licenceFor(count);
  const settings = settingsOf(input, simulator, encryptionKey, licence.text);
  try {
    const collected = await collect(input, connection, settings);
    const key = await keyFor(connection);
    const api = await startApi(mongoUri, redisUrl, DATABASE, settings, licence.trust);
    let switched: Switched;
    try {
      switched = await switching(input, connection, api, key);
    } finally {
      await api.stop();
    }
    const { ours, driver } = switched.times;
    return {
      bench: 'tenants',
      events: count,
      ours: rounded(median(ours)),
      driver: rounded(median(driver)),
      ratio: rounded(median(ours) / median(driver)),
      unit: 'ms',
      percentiles: { p50: rounded(median(ours)), p95: rounded(percentile(ours, 0.95)), max: rounded(percentile(ours, 1)) },
      peak_memory_mb: collected.peak,
      cases: casesOf(collected, switched),
    };
  } finally {
    await connection.dropDatabase();
    await connection.close();
    await simulator.stop();
  }
};
