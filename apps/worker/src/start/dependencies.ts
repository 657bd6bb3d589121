import type { TenantId } from '@aoc/contracts';
import { createMicrosoftClient, type MicrosoftClient } from '@aoc/microsoft';
import type { Config } from '@aoc/server/config';
import { systemClock, systemContext } from '@aoc/server/context';
import { detectEvents, openDetection, seedBroughtRules, type Detection } from '@aoc/server/detection';
import { allCollections, liveEvent, openIngestion, type Ingestion } from '@aoc/server/ingestion';
import { Metrics, type Logger } from '@aoc/server/observability';
import { connectValkey, publishLive, QueueClient, sharedWaits, WindowStore, type Redis } from '@aoc/server/queues';
import { openStores, whenDatabaseAnswers, type OpenedStores } from '@aoc/server/startup';
import { configuredTenant, environmentCredentials, registerConfiguredTenant, TenantRepository } from '@aoc/server/tenants';
import { randomUUID } from 'node:crypto';

/** Everything that the jobs work with. */
export interface WorkerDependencies extends OpenedStores {
  config: Config;
  /** Connection of the consumers: its commands wait for a reconnect. */
  patient: Redis;
  queue: QueueClient;
  ingestion: Ingestion;
  detection: Detection;
  tenants: TenantRepository;
  metrics: Metrics;
  logger: Logger;
  /** Names this process as the holder of a source. */
  owner: string;
  /** Client of a tenant; null when there are no credentials for it. */
  clientOf(tenantId: TenantId): MicrosoftClient | null;
  closeClients(): Promise<void>;
}

function clientPool(config: Config, valkey: Redis, metrics: Metrics) {
  const credentials = environmentCredentials(config);
  const endpoints = { loginUrl: config.LOGIN_URL, graphUrl: config.GRAPH_URL, managementUrl: config.MANAGEMENT_URL };
  const gate = sharedWaits(valkey, config.QUEUE_PREFIX);
  const clients = new Map<TenantId, MicrosoftClient>();
  const onCall = ({ api, kind }: { api: string; kind?: string | undefined }): void => {
    if (kind === undefined) return;
    metrics.fetchErrors.inc({ source: api, kind });
    if (kind === 'throttled') metrics.throttled.inc({ source: api });
  };
  return {
    clientOf(tenantId: TenantId): MicrosoftClient | null {
      const own = credentials.credentialsFor(tenantId);
      if (!own) return null;
      const known = clients.get(tenantId);
      if (known) return known;
      const client = createMicrosoftClient({
        endpoints,
        credentials: () => own,
        gate,
        clock: systemClock,
        signInKinds: config.SIGNIN_KINDS,
        onCall,
      });
      clients.set(tenantId, client);
      return client;
    },
    closeClients: async (): Promise<void> => {
      await Promise.allSettled([...clients.values()].map((client) => client.close()));
    },
  };
}

/** Detection whose alerts are told to live views and counted. */
function openWorkerDetection(config: Config, { connection, valkey }: OpenedStores, metrics: Metrics): Detection {
  return {
    ...openDetection(connection, config, new WindowStore(valkey, config.QUEUE_PREFIX)),
    onRaised: (ctx, raised) =>
      publishLive(
        valkey,
        config.QUEUE_PREFIX,
        ctx.tenantId,
        raised.map(({ alert, event }) => JSON.stringify({ ...liveEvent(ctx, event), alert })),
      ),
    onTally: (tally) => metrics.noteDetection(tally),
  };
}

/** @throws StartError, MappingsFileError */
export async function openDependencies(config: Config, logger: Logger): Promise<WorkerDependencies> {
  const stores = await openStores(config, logger, allCollections);
  const tenants = new TenantRepository(stores.connection);
  await whenDatabaseAnswers(logger, () => registerConfiguredTenant(tenants, config, systemClock.now()));
  const metrics = new Metrics();
  const detection = openWorkerDetection(config, stores, metrics);
  await whenDatabaseAnswers(logger, () => seedBroughtRules(systemContext(configuredTenant(config).id, 'start'), detection));
  return {
    ...stores,
    detection,
    config,
    patient: connectValkey(config.REDIS_URL),
    queue: new QueueClient(stores.valkey, config.QUEUE_PREFIX),
    ingestion: {
      ...(await openIngestion(stores.connection, config)),
      afterNew: config.ALERTS_ENABLED ? [async (ctx, events) => void (await detectEvents(ctx, detection, events))] : [],
      onStored: (tenant, events) =>
        publishLive(
          stores.valkey,
          config.QUEUE_PREFIX,
          tenant,
          events.map((event) => JSON.stringify(event)),
        ),
      onProblem: (what, error) => logger.warn({ err: error, what }, 'went on in spite of a problem'),
    },
    tenants,
    metrics,
    logger,
    owner: randomUUID(),
    ...clientPool(config, stores.valkey, metrics),
  };
}
