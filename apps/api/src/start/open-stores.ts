import type { Config } from '@aoc/server/config';
import { systemClock } from '@aoc/server/context';
import { eventStore } from '@aoc/server/events';
import { idempotencyStore } from '@aoc/server/idempotency';
import { allCollections, openIngestion } from '@aoc/server/ingestion';
import { connectMongo, pendingMigrations, type Connection } from '@aoc/server/mongo';
import type { Logger } from '@aoc/server/observability';
import { Metrics } from '@aoc/server/observability';
import { connectValkey, queueAnswers, QueueClient, type Redis } from '@aoc/server/queues';
import { registerConfiguredTenant, TenantRepository } from '@aoc/server/tenants';
import { once } from 'node:events';
import type { ApiDependencies } from '../app/dependencies';
import { StartError } from './start-error';
import { untilReady } from './until-ready';

const WAIT_MS = 30_000;
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message.split('\n')[0] : String(error)) ?? 'unknown reason';

async function openDatabase(config: Config, logger: Logger): Promise<Connection> {
  const wait = (): void => logger.warn('The database does not answer yet; trying for 30 seconds.');
  try {
    return await untilReady(() => connectMongo({ uri: config.MONGO_URI, dbName: config.DB_NAME }), WAIT_MS, wait);
  } catch (error) {
    throw new StartError(
      `The database at MONGO_URI does not answer (${reasonOf(error)}). Check that it runs, that the address and password are right and that nothing blocks the connection, then start again.`,
      { cause: error },
    );
  }
}

async function openQueue(config: Config, logger: Logger): Promise<Redis> {
  const client = connectValkey(config.REDIS_URL, { failFast: true });
  const ping = async (): Promise<void> => {
    // Commands before the first connection fail at once, so the connection is waited for.
    if (client.status !== 'ready') await once(client, 'ready', { signal: AbortSignal.timeout(2000) });
    if (!(await queueAnswers(client))) throw new Error('no answer');
  };
  try {
    await untilReady(ping, WAIT_MS, () => logger.warn('The queue does not answer yet; trying for 30 seconds.'));
    return client;
  } catch (error) {
    client.disconnect();
    throw new StartError(
      'The queue at REDIS_URL does not answer. Check that Valkey runs and that the address and password are right, then start again.',
      { cause: error },
    );
  }
}

function checkStores(config: Config): void {
  const missing = [config.MONGO_URI === '' && 'MONGO_URI', config.REDIS_URL === '' && 'REDIS_URL'].filter(Boolean);
  if (missing.length > 0)
    throw new StartError(
      `${missing.join(' and ')} not set: the API needs a database and a queue. Set them in the environment, or run "npm start", which provides both.`,
    );
  if (config.AUTH_ENABLED)
    throw new StartError(
      'AUTH_ENABLED is true, but this version has no sign-in yet, and it would not be safe to serve without one. Set AUTH_ENABLED=false and keep HOST on loopback.',
    );
}

/**
 * Connects to database and queue and checks that the stored shapes are those of this version.
 * @throws StartError
 */
export async function openStores(config: Config, logger: Logger, version: string): Promise<ApiDependencies> {
  checkStores(config);
  const connection = await openDatabase(config, logger);
  const valkey = await openQueue(config, logger);
  const pending = await pendingMigrations(connection, allCollections);
  if (pending.length > 0)
    throw new StartError(
      `The database ${config.DB_NAME} is not prepared for this version (${pending.length} changes are pending, first: ${pending[0]}). Stop all other AOC processes, back it up, run "npm run migrate" and start again.`,
    );
  await registerConfiguredTenant(new TenantRepository(connection), config, systemClock.now());
  return {
    config,
    connection,
    valkey,
    queue: new QueueClient(valkey, config.QUEUE_PREFIX),
    events: eventStore(connection),
    ingestion: await openIngestion(connection, config),
    idempotency: idempotencyStore(connection),
    metrics: new Metrics(),
    logger,
    clock: systemClock,
    version,
  };
}
