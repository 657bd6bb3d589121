import { openAuditTrail } from '@aoc/server/audit';
import type { Config } from '@aoc/server/config';
import { systemClock, systemContext } from '@aoc/server/context';
import { detectEvents, openDetection, prepareRules, tellAlerts, tellReopened, type Detection } from '@aoc/server/detection';
import { eventStore, type LiveEvent } from '@aoc/server/events';
import { idempotencyStore } from '@aoc/server/idempotency';
import { allCollections, openIngestion } from '@aoc/server/ingestion';
import { openLicence } from '@aoc/server/licence';
import { Metrics, type Logger } from '@aoc/server/observability';
import { openNotifications, type Notifications } from '@aoc/server/notifications';
import { jobs, LiveListener, publishLive, QueueClient, WindowStore } from '@aoc/server/queues';
import { savedSearchStore } from '@aoc/server/saved-searches';
import { openStores, StartError, whenDatabaseAnswers } from '@aoc/server/startup';
import { configuredTenant, registerConfiguredTenant, TenantRepository } from '@aoc/server/tenants';
import type { TenantId } from '@aoc/contracts';
import type { ApiDependencies } from '../app/dependencies';
import { announceLicence } from './announce-licence';

/** @throws StartError, MappingsFileError */
export async function openDependencies(config: Config, logger: Logger, version: string): Promise<ApiDependencies> {
  if (config.AUTH_ENABLED)
    throw new StartError(
      'AUTH_ENABLED is true, but this version has no sign-in yet, and it would not be safe to serve without one. Set AUTH_ENABLED=false and keep HOST on loopback.',
    );
  const { connection, valkey } = await openStores(config, logger, allCollections);
  await whenDatabaseAnswers(logger, () => registerConfiguredTenant(new TenantRepository(connection), config, systemClock.now()));
  const publish = (tenant: TenantId, events: readonly LiveEvent[]): Promise<void> =>
    publishLive(
      valkey,
      config.QUEUE_PREFIX,
      tenant,
      events.map((event) => JSON.stringify(event)),
    );
  const metrics = new Metrics();
  const queue = new QueueClient(valkey, config.QUEUE_PREFIX);
  const opened = openDetection(connection, config, new WindowStore(valkey, config.QUEUE_PREFIX));
  const notifications: Notifications = {
    ...openNotifications(connection, config),
    // Without the queue the next schedule finds it.
    onWritten: () => void queue.add(jobs.dispatchNotifications, {}, { deduplicationId: 'written' }).catch(() => undefined),
  };
  const detection: Detection = {
    ...opened,
    alerts: { ...opened.alerts, onReopened: tellReopened(notifications) },
    onRaised: tellAlerts({ publish: (ctx, events) => publish(ctx.tenantId, events), notifications }),
    onTally: (tally) => metrics.noteDetection(tally),
  };
  await whenDatabaseAnswers(logger, () => prepareRules(systemContext(configuredTenant(config).id, 'start'), connection, detection));
  const licence = await openLicence(config.LICENSE_KEY);
  announceLicence(logger, licence, systemClock.now());
  return {
    config,
    licence,
    detection,
    connection,
    valkey,
    queue,
    events: eventStore(connection),
    ingestion: {
      ...(await openIngestion(connection, config)),
      afterNew: config.ALERTS_ENABLED ? [async (ctx, events) => void (await detectEvents(ctx, detection, events))] : [],
      onStored: publish,
    },
    idempotency: idempotencyStore(connection),
    savedSearches: savedSearchStore(connection),
    notifications,
    audit: openAuditTrail(connection, config),
    live: new LiveListener(valkey, config.QUEUE_PREFIX),
    metrics,
    logger,
    clock: systemClock,
    version,
  };
}
