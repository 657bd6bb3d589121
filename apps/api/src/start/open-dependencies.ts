import type { Config } from '@aoc/server/config';
import { systemClock } from '@aoc/server/context';
import { eventStore } from '@aoc/server/events';
import { idempotencyStore } from '@aoc/server/idempotency';
import { allCollections, openIngestion } from '@aoc/server/ingestion';
import { Metrics, type Logger } from '@aoc/server/observability';
import { openNotifications } from '@aoc/server/notifications';
import { jobs, LiveListener, publishLive, QueueClient } from '@aoc/server/queues';
import { savedSearchStore } from '@aoc/server/saved-searches';
import { openStores, StartError, whenDatabaseAnswers } from '@aoc/server/startup';
import { registerConfiguredTenant, TenantRepository } from '@aoc/server/tenants';
import type { ApiDependencies } from '../app/dependencies';

/** @throws StartError, MappingsFileError */
export async function openDependencies(config: Config, logger: Logger, version: string): Promise<ApiDependencies> {
  if (config.AUTH_ENABLED)
    throw new StartError(
      'AUTH_ENABLED is true, but this version has no sign-in yet, and it would not be safe to serve without one. Set AUTH_ENABLED=false and keep HOST on loopback.',
    );
  const { connection, valkey } = await openStores(config, logger, allCollections);
  await whenDatabaseAnswers(logger, () => registerConfiguredTenant(new TenantRepository(connection), config, systemClock.now()));
  const queue = new QueueClient(valkey, config.QUEUE_PREFIX);
  return {
    config,
    connection,
    valkey,
    queue,
    events: eventStore(connection),
    ingestion: {
      ...(await openIngestion(connection, config)),
      onStored: (tenant, events) =>
        publishLive(
          valkey,
          config.QUEUE_PREFIX,
          tenant,
          events.map((event) => JSON.stringify(event)),
        ),
    },
    idempotency: idempotencyStore(connection),
    savedSearches: savedSearchStore(connection),
    notifications: {
      ...openNotifications(connection, config),
      // Without the queue the next schedule finds it.
      onWritten: () => void queue.add(jobs.dispatchNotifications, {}, { deduplicationId: 'written' }).catch(() => undefined),
    },
    live: new LiveListener(valkey, config.QUEUE_PREFIX),
    metrics: new Metrics(),
    logger,
    clock: systemClock,
    version,
  };
}
