import type { Config } from '@aoc/server/config';
import { connectMongo, pendingMigrations, type CollectionDefinition, type Connection } from '@aoc/server/mongo';
import type { Logger } from '@aoc/server/observability';
import { connectValkey, queueAnswers, type Redis } from '@aoc/server/queues';
import { once } from 'node:events';
import { StartError } from './start-error';
import { untilReady } from './until-ready';

const WAIT_MS = 30_000;
const CONNECT_MS = 2000;
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message.split('\n')[0] : String(error)) ?? 'unknown reason';

export interface OpenedStores {
  connection: Connection;
  /** Fails fast while the queue server is away. */
  valkey: Redis;
}

/**
 * First work with the database; it may go away again between the first answer and that.
 * @throws StartError when it fails for 30 seconds
 */
export async function whenDatabaseAnswers<T>(logger: Logger, attempt: () => Promise<T>): Promise<T> {
  try {
    return await untilReady(attempt, WAIT_MS, () => logger.warn('The database does not answer yet; trying for 30 seconds.'));
  } catch (error) {
    throw new StartError(
      `The database at MONGO_URI does not answer (${reasonOf(error)}). Check that it runs, that the address and password are right and that nothing blocks the connection, then start again.`,
      { cause: error },
    );
  }
}

/** Connects to the queue, waiting up to 30 seconds. @throws StartError */
export async function openQueue(config: Config, logger: Logger): Promise<Redis> {
  const client = connectValkey(config.REDIS_URL, { failFast: true });
  const ping = async (): Promise<void> => {
    // Commands before the first connection fail at once, so the connection is waited for.
    if (client.status !== 'ready') await once(client, 'ready', { signal: AbortSignal.timeout(CONNECT_MS) });
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

/**
 * Connects to database and queue, waiting up to 30 seconds for each, and checks that the stored shapes are those of this version.
 * @throws StartError
 */
export async function openStores(config: Config, logger: Logger, collections: readonly CollectionDefinition[]): Promise<OpenedStores> {
  const missing = [config.MONGO_URI === '' && 'MONGO_URI', config.REDIS_URL === '' && 'REDIS_URL'].filter(Boolean);
  if (missing.length > 0)
    throw new StartError(
      `${missing.join(' and ')} not set: AOC needs a database and a queue. Set them in the environment, or run "npm start", which provides both.`,
    );
  const connection = await whenDatabaseAnswers(logger, () => connectMongo({ uri: config.MONGO_URI, dbName: config.DB_NAME }));
  const valkey = await openQueue(config, logger);
  const pending = await whenDatabaseAnswers(logger, () => pendingMigrations(connection, collections));
  if (pending.length > 0)
    throw new StartError(
      `The database ${config.DB_NAME} is not prepared for this version (${pending.length} changes are pending, first: ${pending[0]}). Stop all other AOC processes, back it up, run "npm run migrate" and start again.`,
    );
  return { connection, valkey };
}
