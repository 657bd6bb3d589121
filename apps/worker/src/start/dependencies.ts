import type { TenantId } from '@aoc/contracts';
import { createLargeLane, createMicrosoftClient, type MicrosoftClient } from '@aoc/microsoft';
import { budgetOf, createLanguageModel, openAsk, type AskDeps } from '@aoc/server/ask';
import type { Config } from '@aoc/server/config';
import { systemClock, systemContext, type TenantContext } from '@aoc/server/context';
import {
  detectEvents,
  noteDelivered,
  openDetection,
  prepareRules,
  tellAlerts,
  type Detection,
  type DetectionTally,
} from '@aoc/server/detection';
import { eventStore, type LiveEvent } from '@aoc/server/events';
import { allCollections, openIngestion, TenantIngestion, type Ingestion } from '@aoc/server/ingestion';
import { Metrics, type Logger } from '@aoc/server/observability';
import { openNotifications, type Notifications } from '@aoc/server/notifications';
import {
  connectValkey,
  ExpiringStore,
  jobs,
  publishLive,
  QueueClient,
  QuotaStore,
  sharedWaits,
  WindowStore,
  type Redis,
} from '@aoc/server/queues';
import { openStores, whenDatabaseAnswers, type OpenedStores } from '@aoc/server/startup';
import type { SecretBox } from '@aoc/server/secrets';
import {
  configuredTenant,
  credentialsOf,
  registerConfiguredTenant,
  resealClientSecret,
  TenantRepository,
  type Tenant,
  type TenantCredentials,
} from '@aoc/server/tenants';
import { LRUCache } from 'lru-cache';
import { randomUUID } from 'node:crypto';

/** Everything that the jobs work with. */
export interface WorkerDependencies extends OpenedStores {
  config: Config;
  /** Connection of the consumers: its commands wait for a reconnect. */
  patient: Redis;
  queue: QueueClient;
  ingestion: Ingestion;
  detection: Detection;
  notifications: Notifications;
  ask: AskDeps;
  tenants: TenantRepository;
  metrics: Metrics;
  logger: Logger;
  /** Names this process as the holder of a source. */
  owner: string;
  /** Client of a tenant; null when there are no credentials for it. @throws SecretError when its secret does not open */
  clientOf(tenant: Tenant): MicrosoftClient | null;
  closeClients(): Promise<void>;
}

/** Clients that are kept open. More than a worker fetches at the same time, so that none is closed while it is used. */
const MAX_CLIENTS = 256;
const GONE = 'The tenant is gone, or has no credentials any more.';

function clientPool(
  { config, tenants, secrets }: { config: Config; tenants: TenantRepository; secrets: SecretBox },
  valkey: Redis,
  metrics: Metrics,
) {
  const endpoints = { loginUrl: config.LOGIN_URL, graphUrl: config.GRAPH_URL, managementUrl: config.MANAGEMENT_URL };
  const gate = sharedWaits(valkey, config.QUEUE_PREFIX);
  const clients = new LRUCache<TenantId, MicrosoftClient>({ max: MAX_CLIENTS, dispose: (client) => void client.close() });
  const largeLane = createLargeLane();
  const onCall = ({ api, kind }: { api: string; kind?: string | undefined }): void => {
    if (kind === undefined) return;
    metrics.fetchErrors.inc({ source: api, kind });
    if (kind === 'throttled') metrics.throttled.inc({ source: api });
  };
  /** Read again for each new token, so that changed credentials are used without a restart. */
  const fresh = async (id: TenantId): Promise<TenantCredentials> => {
    const tenant = await tenants.find(id);
    const credentials = tenant && credentialsOf(config, secrets, tenant);
    if (!credentials) throw new Error(GONE);
    await resealClientSecret(tenants, secrets, tenant);
    return credentials;
  };
  return {
    clientOf(tenant: Tenant): MicrosoftClient | null {
      if (!credentialsOf(config, secrets, tenant)) return null;
      const known = clients.get(tenant.id);
      if (known) return known;
      const client = createMicrosoftClient({
        endpoints,
        credentials: () => fresh(tenant.id),
        gate,
        largeLane,
        clock: systemClock,
        signInKinds: config.SIGNIN_KINDS,
        onCall,
      });
      clients.set(tenant.id, client);
      return client;
    },
    closeClients: async (): Promise<void> => {
      await Promise.allSettled([...clients.values()].map((client) => client.close()));
    },
  };
}

/** Detection, whose alerts are told to live views and channels, with the channels themselves. */
function openAlerting(
  config: Config,
  stores: OpenedStores,
  { queue, metrics, logger }: { queue: QueueClient; metrics: Metrics; logger: Logger },
) {
  const { connection, valkey } = stores;
  const detection = openDetection(connection, config, new WindowStore(valkey, config.QUEUE_PREFIX));
  const notifications: Notifications = {
    ...openNotifications(connection, config),
    onWritten: () => void queue.add(jobs.dispatchNotifications, {}, { deduplicationId: 'written' }).catch(() => undefined),
    onDelivered: noteDelivered(detection.alerts),
    onOutcome: (kind, outcome) => metrics.notifications.inc({ kind, outcome }),
    onProblem: (what, error) => logger.warn({ err: error, what }, 'a notification arrived, but its alerts could not be marked'),
  };
  const publish = (ctx: TenantContext, events: readonly LiveEvent[]): Promise<void> =>
    publishLive(
      valkey,
      config.QUEUE_PREFIX,
      ctx.tenantId,
      events.map((event) => JSON.stringify(event)),
    );
  const onRaised = tellAlerts({ publish, notifications });
  return { notifications, detection: { ...detection, onRaised, onTally: (tally: DetectionTally) => metrics.noteDetection(tally) } };
}

/** What questions are answered with that nobody waits for. */
function openAnswers(
  config: Config,
  { connection, valkey }: OpenedStores,
  { ingestion, tenants, metrics, logger }: Pick<WorkerDependencies, 'ingestion' | 'tenants' | 'metrics' | 'logger'>,
): AskDeps {
  const languageModel = createLanguageModel(config, { metrics });
  const budget = budgetOf(config, new QuotaStore(valkey, config.QUEUE_PREFIX));
  return openAsk({
    config,
    events: eventStore(connection),
    tenantIngestion: new TenantIngestion(ingestion, tenants),
    cache: new ExpiringStore(valkey, config.QUEUE_PREFIX),
    model: languageModel && { languageModel, name: config.LLM_MODEL, budget },
    tools: () => [],
    onProblem: (what, error) => logger.warn({ err: error, what }, 'went on in spite of a problem'),
  });
}

/** @throws StartError, MappingsFileError */
export async function openDependencies(config: Config, logger: Logger): Promise<WorkerDependencies> {
  const stores = await openStores(config, logger, allCollections);
  const tenants = new TenantRepository(stores.connection);
  await whenDatabaseAnswers(logger, () => registerConfiguredTenant(tenants, config, systemClock.now()));
  const metrics = new Metrics();
  const queue = new QueueClient(stores.valkey, config.QUEUE_PREFIX);
  const { detection, notifications } = openAlerting(config, stores, { queue, metrics, logger });
  const start = systemContext(configuredTenant(config).id, 'start');
  const refused = await whenDatabaseAnswers(logger, () => prepareRules(start, stores.connection, detection));
  if (refused.length > 0) logger.warn({ rules: refused }, 'rules of 1.x cannot be said in this version; write them anew on the rules page');
  const ingestion: Ingestion = {
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
  };
  return {
    ...stores,
    detection,
    config,
    patient: connectValkey(config.REDIS_URL),
    queue,
    ingestion,
    ask: openAnswers(config, stores, { ingestion, tenants, metrics, logger }),
    notifications,
    tenants,
    metrics,
    logger,
    owner: randomUUID(),
    ...clientPool({ config, tenants, secrets: notifications.secrets }, stores.valkey, metrics),
  };
}
