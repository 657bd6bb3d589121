import { ingestionRoutes } from '@aoc/contracts';
import { waitFor } from '@aoc/testing';
import { Redis } from 'ioredis';
import { MongoClient, type Db } from 'mongodb';
import { setTimeout as pause } from 'node:timers/promises';
import { alertedState } from './chaos/alerted';
import { INITIAL_HOURS, startInstallation, type Installation } from './chaos/installation';
import { seededRandom } from './chaos/random';
import { storedState } from './chaos/stored';
import { visit } from './chaos/visitor';

/** More kills, or a run that failed once more: AOC_CHAOS_KILLS=500 AOC_CHAOS_SEED=… npm run jest -- --selectProjects e2e -- chaos.e2e */
const KILLS = Number(process.env.AOC_CHAOS_KILLS ?? 50);
const SEED = Number(process.env.AOC_CHAOS_SEED ?? Date.now() % 1_000_000);
const LONGEST_GAP_MS = 1800;
/** A batch takes about this long from its first write to its last. */
const BATCH_MS = 60;
const SETTLE_MS = 90_000;
const LIMIT_MS = 120_000 + KILLS * 6000;

type Victim = 'worker' | 'api' | 'database' | 'gateway' | 'queue';
/** Each as often as its share. */
const victims: Victim[] = ['worker', 'worker', 'worker', 'api', 'api', 'database', 'database', 'gateway', 'queue', 'queue'];

describe(`kill -9 of worker, API, database and queue at ${KILLS} random moments`, () => {
  const random = seededRandom(SEED);
  const killed: Record<Victim, number> = { worker: 0, api: 0, database: 0, gateway: 0, queue: 0 };
  let installation: Installation;
  let client: MongoClient;
  let db: Db;

  beforeAll(async () => {
    console.log(`chaos: AOC_CHAOS_SEED=${SEED} AOC_CHAOS_KILLS=${KILLS}`);
    installation = await startInstallation(random);
    client = new MongoClient(installation.mongoUri, { serverSelectionTimeoutMS: 2000 });
    db = client.db(installation.dbName);
  }, 120_000);
  afterAll(async () => {
    await client.close();
    await installation.stop();
  }, 60_000);

  const pickVictim = (): Victim => victims[Math.floor(random() * victims.length)] ?? 'worker';

  const kill: Record<Victim, () => Promise<void> | void> = {
    worker: () => installation.worker.kill(),
    api: () => installation.api.kill(),
    database: () => installation.services.killDatabase(),
    queue: () => installation.services.killQueue(),
    gateway: () => {
      const pid = installation.gateway();
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
    },
  };

  /** Every other kill is aimed at a batch that is being stored, because most of the time none is; the others strike at any time. */
  async function awaitMoment(): Promise<void> {
    const gap = random() * LONGEST_GAP_MS;
    if (random() < 0.5) return pause(gap);
    const begun = { created_at: { $gte: new Date() } };
    const batch = () => db.collection('ingest_batches').findOne(begun);
    await waitFor('a batch', batch, LONGEST_GAP_MS, 4).catch(() => undefined);
    await pause(random() * BATCH_MS);
  }

  function makeTrouble(): void {
    const { faults } = installation.simulator.control;
    faults.add({ kind: 'throttle', probability: 0.03, retryAfter: '0.2' });
    faults.add({ kind: 'server-error', probability: 0.04 });
    faults.add({ kind: 'unauthorized', every: 29 });
    faults.add({ kind: 'cut', probability: 0.03, at: 0.6 });
    faults.add({ kind: 'malformed-record', probability: 0.03, variant: 'bad-escape' });
    faults.add({ kind: 'malformed-blob', probability: 0.03, variant: 'truncated' });
    faults.add({ kind: 'duplicate-records', probability: 0.1 });
    faults.add({ kind: 'disorder', probability: 0.2 });
  }

  const get = async <T>(address: string, schema: { parse(value: unknown): T }): Promise<T> => {
    const response = await fetch(`${installation.base}${address}`);
    expect([address, response.status]).toEqual([address, 200]);
    return schema.parse(await response.json());
  };
  const sourceHealth = () => get('/api/source-health', ingestionRoutes.sourceHealth.responses[200].schema);

  it(
    'leaves every record exactly once, and everything that is derived from the records agrees with them',
    async () => {
      const { simulator, sink, worker, api, base } = installation;
      const startedAt = simulator.control.clock.now();
      makeTrouble();
      const visitor = visit(base);
      for (let n = 0; n < KILLS; n += 1) {
        await awaitMoment();
        const victim = pickVictim();
        await kill[victim]();
        killed[victim] += 1;
      }

      simulator.control.faults.clear();
      simulator.control.clock.run(false);
      sink.behave();
      const settledFrom = simulator.control.clock.now();
      const from = startedAt - INITIAL_HOURS * 3_600_000;
      const truth = [...simulator.control.truth(simulator.control.tenants[0]?.tenantId ?? '')];
      const wanted = truth.filter(({ at }) => Date.parse(at) >= from).map(({ id }) => id);
      const state = await waitFor(
        'everything to be read, stored and forwarded',
        async () => {
          const { sources } = await sourceHealth();
          const stale = sources.filter(({ last_fetch_time }) => !(Date.parse(last_fetch_time ?? '') > settledFrom));
          const now = await storedState(db);
          if (stale.length === 0 && now.waiting === 0 && now.unfinished === 0) return now;
          const missing = `${now.waiting} to forward, ${now.unfinished} batches unfinished, not fetched again: ${JSON.stringify(stale)}`;
          throw new Error(`${missing}; the worker last said:\n${worker.output().slice(-3000)}`);
        },
        SETTLE_MS,
        1000,
      );
      await visitor.stop();
      console.log(
        'chaos:',
        JSON.stringify({ killed, events: state.ids.length, recovered: state.recovered, answers: Object.fromEntries(visitor.answers) }),
      );

      const present = new Set(state.ids);
      expect(present.size).toBe(state.ids.length);
      expect(wanted.length).toBeGreaterThan(1000);
      expect(wanted.filter((id) => !present.has(id))).toEqual([]);
      const known = new Set(truth.map(({ id }) => id));
      expect(state.ids.filter((id) => !known.has(id))).toEqual([]);
      expect(state.counted).toEqual(state.expected);
      expect(state.dedupeKeys.filter((key) => !sink.received.has(key))).toEqual([]);

      // Every event that the rule meets stands in exactly one of its alerts.
      const alerted = await alertedState(db);
      console.log(`chaos: ${alerted.alerts} alerts about ${alerted.met.length} events`);
      expect(alerted.met.length).toBeGreaterThan(50);
      expect(alerted.named).toEqual(alerted.met);
      expect(alerted.counted).toBe(alerted.met.length);

      const { total } = await get('/api/rejected-records', ingestionRoutes.rejectedRecords.responses[200].schema);
      expect(total).toBe(state.rejected.length);
      for (const row of state.rejected)
        expect(row).toMatchObject({ reason: expect.stringMatching(/./), detail: expect.stringMatching(/./) });
      expect((await sourceHealth()).sources).toEqual(
        Array.from({ length: 4 }, () => expect.objectContaining({ coverage: expect.objectContaining({ complete: true, gaps: [] }) })),
      );

      // Nobody saw an answer that blames the product, and no process gave up by itself.
      const blunders = [...visitor.answers.keys()].filter((answer) => !/ (200|202|429|503)$/.test(answer));
      if (blunders.length > 0) throw new Error(`${blunders.join(', ')}:\n${api.errors().join('\n')}`);
      expect([worker.unexpected, api.unexpected]).toEqual([[], []]);
    },
    LIMIT_MS,
  );

  it('goes on by itself when the queue has lost all its data', async () => {
    const queue = new Redis(installation.services.redisUrl);
    await queue.flushall();
    queue.disconnect();
    await installation.services.killQueue();
    const lostAt = Date.now();
    await waitFor(
      'every source to be fetched again',
      async () => (await sourceHealth()).sources.every(({ last_fetch_time }) => Date.parse(last_fetch_time ?? '') > lostAt),
      40_000,
      250,
    );
  }, 60_000);

  it('ends in order and leaves no process behind', async () => {
    expect(installation.processes().length).toBeGreaterThan(3);
    expect(await installation.stop()).toEqual([0, 0]);
    await waitFor('all processes to be gone', () => installation.processes().length === 0);
  }, 60_000);
});
