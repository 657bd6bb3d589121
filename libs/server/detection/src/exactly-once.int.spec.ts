import { channelBodySchema, type JsonObject } from '@aoc/contracts';
import { listAlerts } from '@aoc/server/alerts';
import { parseConfig } from '@aoc/server/config';
import type { TenantContext } from '@aoc/server/context';
import { createChannel, deliverDue, listNotifications, openNotifications, type Notifications } from '@aoc/server/notifications';
import { collectionOf } from '@aoc/server/mongo';
import { connectValkey } from '@aoc/server/queues';
import { testRedisUrl, waitFor } from '@aoc/testing';
import { startHttpSink } from '@aoc/tools/notification-sinks';
import { randomBytes } from 'node:crypto';
import { tellAlerts } from './tell-alerts';
import { deed, detectionFixture, type DetectionFixture } from './testing/detection-fixture';
import { Mortals } from './testing/mortals';

/** More kills, or a run that failed once more: AOC_CHAOS_KILLS=500 AOC_CHAOS_SEED=… */
const KILLS = Number(process.env.AOC_CHAOS_KILLS ?? 50);
/** Commands of a page, at first; measured from then on. */
const USUAL_COMMANDS = 20;
/** Every new page takes more. */
const FEW_COMMANDS = 4;
const SEED = Number(process.env.AOC_CHAOS_SEED ?? Date.now() % 1_000_000);
const LIMIT_MS = 60_000 + KILLS * 3000;
const PEOPLE = 12;
const BURST = 8;
const PAGE = 6;
const DAY_SECONDS = 86_400;
/** An hour after the deeds of today, 25 hours after those of yesterday. */
const NOW = new Date(Date.UTC(2026, 2, 2, 10));

/** Numbers from 0 to 1 that follow from the seed alone (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const left = [...items];
  return items.map(() => left.splice(Math.floor(random() * left.length), 1)[0]!);
}

/** What one person did within eight minutes, today or a day ago: the cause of one alert of each rule. */
const burst = (person: number, daysAgo: number): JsonObject[] =>
  Array.from({ length: BURST }, (_none, n) => deed(`${person}-${daysAgo}-${n}`, n * 60 - daysAgo * DAY_SECONDS, { by: `person${person}` }));

describe(`four workers, every page twice, ${KILLS} killed, windows lost, a receiver that is down`, () => {
  const random = seeded(SEED);
  let fixture: DetectionFixture;
  let mortals: Mortals;
  let n: Notifications;
  beforeAll(async () => {
    fixture = await detectionFixture('exactly_once');
    const config = parseConfig({ ENCRYPTION_KEY: randomBytes(32).toString('base64'), NOTIFY_ALLOW_PRIVATE: '127.0.0.1' });
    n = openNotifications(fixture.database.connection, config);
    const valkey = connectValkey(testRedisUrl());
    const writes = ['insertOne', 'insertMany', 'updateOne', 'updateMany', 'bulkWrite', 'deleteOne', 'deleteMany', 'findOneAndUpdate'];
    mortals = new Mortals([
      { prototype: Object.getPrototypeOf(collectionOf(fixture.database.connection, 'events')), methods: [...writes, 'findOne'] },
      { prototype: Object.getPrototypeOf(valkey), methods: ['sendCommand'], isPart: ([, pipeline]) => pipeline !== undefined },
      { prototype: Object.getPrototypeOf(valkey.pipeline()), methods: ['exec'] },
    ]);
    valkey.disconnect();
  });
  afterAll(async () => {
    mortals.end();
    await fixture.stop();
  });

  /**
   * Stores every page twice, with rules and notifications, four at a time; a page whose worker dies is taken by another one. Deaths are
   * spread over the pages that are new. `half` happens once, when no page is under way but those that died.
   */
  async function work(ctx: TenantContext, pages: readonly JsonObject[][], half: () => Promise<void>): Promise<number> {
    const jobs = pages.flatMap((records) => [{ records }, { records }]);
    const waiting = shuffled(jobs, random);
    const fresh = new Set(pages);
    let kills = 0;
    let under = 0;
    let pause = Promise.resolve();
    let usual = USUAL_COMMANDS;
    const newWorker = () => fixture.worker({ onRaised: tellAlerts({ publish: () => Promise.resolve(), notifications: n }) });
    /** After how many commands the worker of a page dies. */
    const fate = (records: JsonObject[]): number => {
      const left = KILLS - kills;
      const isLast = fresh.size === 1 && fresh.has(records);
      const dies = left > 0 && fresh.has(records) && random() < left / (left + fresh.size - 1);
      return dies ? 1 + Math.floor(random() * (isLast ? FEW_COMMANDS : usual)) : Number.POSITIVE_INFINITY;
    };
    const one = async (): Promise<void> => {
      let worker = newWorker();
      for (let job = waiting.shift(); job; job = waiting.shift()) {
        const { records } = job;
        for (let seen: Promise<void> | undefined; seen !== pause; await seen) seen = pause;
        under += 1;
        const { sent, died } = await mortals.live(fate(records), () => fixture.store(ctx, worker, records));
        under -= 1;
        if (died) {
          kills += 1;
          waiting.push(job);
          worker = newWorker();
          if (kills === Math.ceil(KILLS / 2)) pause = waitFor('the pages under way', () => under === 0, LIMIT_MS, 5).then(half);
        } else if (fresh.delete(records)) usual = 0.8 * usual + 0.2 * sent;
      }
    };
    await Promise.all([one(), one(), one(), one()]);
    return kills;
  }

  it(
    'raise one alert for each cause, and the receiver gets each once it is back',
    async () => {
      console.log(`exactly once: AOC_CHAOS_SEED=${SEED} AOC_CHAOS_KILLS=${KILLS}`);
      const ctx = fixture.tenant(NOW);
      await fixture.rule(ctx);
      const threshold = { count: 5, distinct: 'targets.id', group_by: ['actor'], window_minutes: 10 };
      await fixture.rule(ctx, { name: 'Bulk', threshold });
      const away = await startHttpSink();
      await away.stop();
      await createChannel(ctx, n, channelBodySchema.parse({ name: 'away', kind: 'webhook', url: away.url }));
      let failures = 0;
      const causes = Array.from({ length: PEOPLE }, (_none, person) => [burst(person, 0), burst(person, 1)]).flat();
      const deeds = shuffled(causes.flat(), random);
      const pages = Array.from({ length: Math.ceil(deeds.length / PAGE) }, (_none, at) => deeds.slice(at * PAGE, (at + 1) * PAGE));
      const kills = await work(ctx, pages, async () => {
        await fixture.loseWindows();
        failures += (await deliverDue(ctx, n)).retried;
      });
      // Some may come too late: by then another worker has stored the page.
      expect(kills).toBeGreaterThanOrEqual(Math.floor(KILLS * 0.8));
      expect(failures).toBeGreaterThan(0);

      const stored = await fixture.worker().events.events.find(ctx, {}).toArray();
      expect(stored.map(({ id }) => id).toSorted()).toEqual(deeds.map(({ id }) => String(id)).toSorted());
      const alerts = (await listAlerts(ctx, fixture.worker().alerts, { sort: 'newest', page_size: 200 }, 200)).items;
      const expected = causes.flatMap((records) => {
        const keys = records.map(({ id }) => `directory:${String(id)}`).toSorted();
        return [`Bulk ${keys.join(' ')}`, `User deleted ${keys.join(' ')}`];
      });
      expect(alerts.map(({ rule_name, event_ids }) => `${rule_name} ${event_ids.toSorted().join(' ')}`).toSorted()).toEqual(
        expected.toSorted(),
      );

      const back = await startHttpSink({ port: Number(new URL(away.url).port) });
      const later = { ...ctx, clock: { now: () => new Date(NOW.getTime() + 12 * 3_600_000) } };
      for (let left = 1; left > 0;) left = (await deliverDue(later, n)).delivered;
      const received = back.requests.map(({ json }) => String(Reflect.get(Object(json), 'id')));
      await back.stop();
      expect(received.toSorted()).toEqual(alerts.map(({ id }) => id).toSorted());
      expect(new Set(back.requests.map(({ headers }) => headers['idempotency-key'])).size).toBe(alerts.length);
    },
    LIMIT_MS,
  );

  it('do not wait for a receiver that never answers', async () => {
    const ctx = fixture.tenant(NOW);
    await fixture.rule(ctx);
    const silent = await startHttpSink();
    silent.always = { kind: 'hang' };
    await createChannel(ctx, n, channelBodySchema.parse({ name: 'silent', kind: 'webhook', url: silent.url }));
    const worker = fixture.worker({ onRaised: tellAlerts({ publish: () => Promise.resolve(), notifications: n }) });
    await fixture.store(ctx, worker, burst(1, 0));
    const stop = new AbortController();
    let isDelivering = true;
    const delivering = deliverDue(ctx, { ...n, sendMs: 120_000 }, { signal: stop.signal }).finally(() => (isDelivering = false));
    await waitFor('the message', () => silent.requests.length === 1);
    for (let person = 2; person < 8; person += 1) await fixture.store(ctx, worker, burst(person, 0));
    // All was stored, and all alerts wait for their turn, while the first message still hangs.
    expect(isDelivering).toBe(true);
    expect((await listAlerts(ctx, worker.alerts, { sort: 'newest', page_size: 50 }, 50)).items).toHaveLength(7);
    expect((await listNotifications(ctx, n, { page_size: 50 })).items).toHaveLength(7);
    expect(silent.requests).toHaveLength(1);
    stop.abort(new Error('the test is over'));
    await delivering;
    await silent.stop();
  }, 120_000);
});
