import { channelBodySchema, tenantIdSchema } from '@aoc/contracts';
import { parseConfig } from '@aoc/server/config';
import { systemContext, type TenantContext } from '@aoc/server/context';
import { allCollections } from '@aoc/server/ingestion';
import { ensureIndexes } from '@aoc/server/mongo';
import { createChannel, listNotifications, notifyAlerts, openNotifications, type Notifications } from '@aoc/server/notifications';
import { createLogger } from '@aoc/server/observability';
import { connectValkey, jobs, QueueClient, queueWorker, type Handlers, type Redis } from '@aoc/server/queues';
import { buildAlert, testDatabase, testRedisUrl, waitFor, type TestDatabase } from '@aoc/testing';
import { startHttpSink, type HttpSink } from '@aoc/tools/notification-sinks';
import { randomBytes, randomUUID } from 'node:crypto';
import { deliverNotifications, dispatchNotifications } from './deliver-notifications';

const nothing = async (): Promise<void> => undefined;

describe('the jobs of notifications', () => {
  let database: TestDatabase;
  let connection: Redis;
  let queue: QueueClient;
  let notifications: Notifications;
  let dead: HttpSink;
  let alive: HttpSink;
  const workers: { close(): Promise<void> }[] = [];
  const stop = new AbortController();
  const lines: string[] = [];

  beforeAll(async () => {
    [dead, alive] = [await startHttpSink(), await startHttpSink()];
    dead.always = { kind: 'hang' };
    database = await testDatabase('notify_jobs');
    await ensureIndexes(database.connection, allCollections);
    connection = connectValkey(testRedisUrl());
    const prefix = `t_notify_${randomBytes(4).toString('hex')}`;
    queue = new QueueClient(connection, prefix);
    const config = parseConfig({ ENCRYPTION_KEY: randomBytes(32).toString('base64'), NOTIFY_ALLOW_PRIVATE: '127.0.0.1' });
    notifications = {
      ...openNotifications(database.connection, config),
      onWritten: () => void queue.add(jobs.dispatchNotifications, {}, { deduplicationId: 'written' }).catch(() => undefined),
    };
    const logger = createLogger('test', 'info', { write: (line: string) => void lines.push(line) });
    const deps = { connection: database.connection, queue, notifications, logger };
    const handlers: Handlers = {
      fetchSource: nothing,
      scheduleFetches: nothing,
      retention: nothing,
      forwardSiem: nothing,
      dispatchNotifications: () => dispatchNotifications(deps),
      deliverNotifications: (data, run) => deliverNotifications(deps, data, run),
      answerQuestion: nothing,
    };
    // Two workers.
    for (let worker = 0; worker < 2; worker += 1)
      workers.push(
        queueWorker({ queue: 'notify', connection, prefix, concurrency: 10, handlers, signal: stop.signal, onFailed: () => undefined }),
      );
  });
  afterAll(async () => {
    stop.abort(new Error('the test ends'));
    await Promise.all(workers.map((worker) => worker.close()));
    await queue.queues.notify.obliterate({ force: true });
    await queue.close();
    connection.disconnect();
    await Promise.all([dead.stop(), alive.stop()]);
    await database.stop();
  });

  async function tenantWith(url: string): Promise<TenantContext> {
    const ctx = systemContext(tenantIdSchema.parse(randomUUID()), 'test');
    await createChannel(ctx, notifications, channelBodySchema.parse({ name: 'hook', kind: 'webhook', url }));
    return ctx;
  }
  const announce = (ctx: TenantContext, id: string) => notifyAlerts(ctx, notifications, [buildAlert({ id, tenant_id: ctx.tenantId })]);

  it('deliver what was written at once, each message once, past receivers of other tenants that do not answer', async () => {
    const silent = await Promise.all([1, 2, 3].map(() => tenantWith(`${dead.url}/a-secret-path`)));
    const tenant = await tenantWith(`${alive.url}/a-secret-path`);
    await Promise.all(silent.map((ctx) => announce(ctx, 'lost')));
    // A write while the dispatcher runs is found by the next turn, which the schedule gives.
    const nextTurn = () => queue.add(jobs.dispatchNotifications, {});
    await waitFor(
      'the silent receivers to be asked',
      async () => {
        await nextTurn();
        return dead.requests.length === 3;
      },
      9000,
    );
    const started = performance.now();
    for (let step = 0; step < 5; step += 1) {
      await announce(tenant, `alert-${step}`);
      await announce(tenant, `alert-${step}`);
    }
    await waitFor('the messages', async () => {
      await nextTurn();
      return alive.requests.length >= 5;
    });
    expect(performance.now() - started).toBeLessThan(9000);
    const log = async () => (await listNotifications(tenant, notifications, { page_size: 50 })).items;
    await waitFor('the log', async () => (await log()).every(({ status }) => status === 'delivered'));
    expect(await log()).toHaveLength(5);
    expect(alive.requests).toHaveLength(5);
    // A job writes its line when it ends, which is after the messages have their state.
    await waitFor('the lines of the jobs', () => lines.join('').includes('"delivered":'));
    expect(lines.join('')).not.toContain('a-secret-path');
  });
});
