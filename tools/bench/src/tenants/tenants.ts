import { systemContext } from '@aoc/server/context';
import { apiKeyStore, createApiKey } from '@aoc/server/identity';
import { allCollections } from '@aoc/server/ingestion';
import { issueLicence } from '@aoc/server/licence';
import { collectionOf, connectMongo, ensureIndexes, recordSchemaVersion, type Connection } from '@aoc/server/mongo';
import { Redis } from 'ioredis';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { startApi, type ApiProcess } from '../api-process';
import { inTurn, median, percentile, rounded, timed, type Bench, type BenchInput } from '../bench';
import { bundleProgram } from '../bundle';
import { startChild } from '../child';
import { registerTenants, simulateTenants, tenantIdOf } from './registered';
import { Waits } from './waits';

const DATABASE = 'bench_tenants';
const PREFIX = 'bench-tenants';
/** 5,000 tenants with one source each are 12,000 fetches an hour. */
const INTERVAL_MINUTES = 25;
/** So that many are read a second time, after all have been read once. */
const ROUNDS = 1.25;
const CONCURRENCY = 8;
const SWITCHES = 200;
const LOOK_MS = 10_000;
const TELL_MS = 120_000;
/** The limits that npm start and the image run the worker with. */
const WORKER_LIMITS = ['--max-semi-space-size=4', '--max-old-space-size=160'];
const THROTTLED = tenantIdOf(0);

type Settings = Record<string, string>;

/** A licence for this run, under a key of this run. */
async function licenceFor(tenants: number) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const claims = { sub: 'bench', jti: 'bench', plan: 'msp', max_tenants: tenants + 1, features: ['multi_tenant'] };
  const exp = Math.floor(Date.now() / 1000) + 86_400;
  const text = await issueLicence({ ...claims, exp }, String(privateKey.export({ type: 'pkcs8', format: 'pem' })));
  const pem = String(publicKey.export({ type: 'spki', format: 'pem' })).trim();
  /** As whoever issues licences does it before the build. */
  const trust = async (file: string): Promise<void> => {
    const code = await readFile(file, 'utf8');
    await writeFile(file, code.replace(/-----BEGIN PUBLIC KEY-----\s+[\w+/=\s]+-----END PUBLIC KEY-----/, pem));
  };
  return { text, trust };
}

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

/** The worker over some intervals, with one tenant that Microsoft makes wait. */
async function collect({ events: count, log }: BenchInput, connection: Connection, settings: Settings) {
  const waits = new Waits(connection, THROTTLED, count);
  const worker = startChild(await bundleProgram('apps/worker/src/main.ts', 'dist/bench/worker.js'), WORKER_LIMITS, settings);
  const started = performance.now();
  const end = started + ROUNDS * INTERVAL_MINUTES * 60_000;
  const half = Math.floor(count / 2);
  let first = 0;
  let told = started;
  const tell = async (): Promise<void> => {
    const seconds = Math.round((performance.now() - started) / 1000);
    const fetches = waits.read + waits.gaps.length;
    const [memory, cpu, longest] = [await worker.memoryMb(), await worker.cpuSeconds(), Math.round(waits.longest() / 1000)];
    log(
      `${seconds} s: ${waits.read} of ${count - 1} read, ${fetches} fetches, longest wait ${longest} s, worker ${memory} MB, ${cpu} s of CPU`,
    );
  };
  try {
    while (performance.now() < end) {
      await delay(LOOK_MS);
      await waits.look();
      if (first === 0 && waits.read >= half) first = await worker.memoryMb();
      if (performance.now() - told < TELL_MS) continue;
      told = performance.now();
      await tell();
    }
    await tell();
    return {
      first,
      longest: waits.longest(),
      gaps: waits.gaps,
      last: await worker.memoryMb(),
      peak: await worker.peakMemoryMb(),
      cpu: await worker.cpuSeconds(),
      fetches: waits.read + waits.gaps.length,
    };
  } finally {
    await worker.stop();
  }
}

const anyTenant = (count: number): string => tenantIdOf(1 + Math.floor(Math.random() * (count - 1)));

/** What an MSP administrator waits for after choosing another tenant: its first page of events. */
async function switching({ events: count }: BenchInput, connection: Connection, api: ApiProcess, key: string) {
  const get = async (path: string, tenant: string): Promise<void> => {
    const response = await fetch(`${api.url}${path}`, { headers: { authorization: `Bearer ${key}`, 'x-aoc-tenant': tenant } });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    await response.arrayBuffer();
  };
  const rows = collectionOf<{ _id: string; tenant_id: string }>(connection, 'events');
  const page = (tenant_id: string) => rows.find({ tenant_id }).sort({ timestamp: -1 }).limit(24).toArray();
  const times = await inTurn(
    () => get('/api/events', anyTenant(count)),
    () => page(anyTenant(count)),
    SWITCHES,
  );
  const others: { name: string; ours: number }[] = [];
  for (const [name, path, tenant] of [
    ['who am I, with the names of all tenants', '/api/me', tenantIdOf(1)],
    ['list of tenants', '/api/tenants', tenantIdOf(1)],
    ['events of all tenants', '/api/events', '*'],
    ['alerts of all tenants', '/api/alerts', '*'],
  ] as const) {
    const taken: number[] = [];
    for (let n = 0; n < 8; n++) taken.push(await timed(() => get(path, tenant)));
    others.push({ name: `${name} (ms)`, ours: rounded(median(taken)) });
  }
  return { times, others };
}

async function switchAndStop(...[input, connection, api, key]: Parameters<typeof switching>) {
  try {
    return await switching(input, connection, api, key);
  } finally {
    await api.stop();
  }
}

/**
 * Thousands of registered tenants in the real stores: the worker reads one source of each every 25 minutes while one of them is throttled,
 * then an MSP administrator switches between them. Its size is the number of tenants.
 */
export const tenants: Bench = async (input) => {
  const { mongoUri, redisUrl, events: count, log } = input;
  const encryptionKey = randomBytes(32).toString('base64');
  const simulator = await simulateTenants(count);
  simulator.control.faults.add({ kind: 'throttle', tenant: THROTTLED, retryAfter: 120 });
  const connection = await prepare(input, encryptionKey);
  const licence = await licenceFor(count);
  const settings = {
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
    LICENSE_KEY: licence.text,
    AUTH_ENABLED: 'true',
    AUTH_TENANT_ID: tenantIdOf(1),
    AUTH_CLIENT_ID: tenantIdOf(1),
    TENANT_ID: '',
    CLIENT_ID: '',
    CLIENT_SECRET: '',
  };
  try {
    const collected = await collect(input, connection, settings);
    const grant = { name: 'bench', role: 'msp_admin' as const, privacy_role: false, expires_in_days: 1 };
    const { key } = await createApiKey(systemContext(tenantIdOf(1), 'bench'), apiKeyStore(connection), grant);
    const api = await startApi(mongoUri, redisUrl, DATABASE, settings, licence.trust);
    const { times, others } = await switchAndStop(input, connection, api, key);
    const [ours, driver] = [median(times.ours), median(times.driver)];
    const interval = INTERVAL_MINUTES * 60_000;
    const against = (name: string, value: number, other: number) => ({
      name,
      ours: rounded(value),
      driver: rounded(other),
      ratio: rounded(value / other),
    });
    log(`longest wait ${Math.round(collected.longest / 1000)} s, interval ${interval / 1000} s, ${collected.gaps.length} waits`);
    return {
      bench: 'tenants',
      events: count,
      ours: rounded(ours),
      driver: rounded(driver),
      ratio: rounded(ours / driver),
      unit: 'ms',
      percentiles: { p50: rounded(ours), p95: rounded(percentile(times.ours, 0.95)), max: rounded(percentile(times.ours, 1)) },
      peak_memory_mb: collected.peak,
      cases: [
        against('longest wait between two fetches, against the interval (s)', collected.longest / 1000, interval / 1000),
        against('95 of 100 waits, against the interval (s)', percentile(collected.gaps, 0.95) / 1000, interval / 1000),
        against('memory of the worker at the end, against the time when half were read once (MB)', collected.last, collected.first),
        against(
          'CPU time of the worker for a fetch (ms)',
          (collected.cpu / collected.fetches) * 1000,
          (collected.cpu / collected.fetches) * 1000,
        ),
        ...others.map(({ name, ours: value }) => against(name, value, ours)),
      ],
    };
  } finally {
    await connection.dropDatabase();
    await connection.close();
    await simulator.stop();
  }
};
