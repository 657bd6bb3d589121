import type { TenantId } from '@aoc/contracts';
import { createLargeLane, createMicrosoftClient, type MicrosoftClient } from '@aoc/microsoft';
import { forModel } from '@aoc/server/agent-tools';
import { budgetOf, createLanguageModel, openAsk, type AskDeps } from '@aoc/server/ask';
import type { Config } from '@aoc/server/config';
import { systemClock, systemContext } from '@aoc/server/context';
import { noteDelivered, openAlerting, prepareRules, type Detection } from '@aoc/server/detection';
import { eventStore } from '@aoc/server/events';
import { allCollections, openIngestion, TenantIngestion, type Ingestion } from '@aoc/server/ingestion';
import { Metrics, type Logger } from '@aoc/server/observability';
import type { Notifications } from '@aoc/server/notifications';
import { connectValkey, ExpiringStore, QueueClient, QuotaStore, sharedWaits, type Redis } from '@aoc/server/queues';
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
function openAlertingWithDelivery(
  config: Config,
  stores: OpenedStores,
  { queue, metrics, logger }: { queue: QueueClient; metrics: Metrics; logger: Logger },
) {
  const alerting = openAlerting(stores, config, queue, (tally) => metrics.noteDetection(tally));
  const notifications: Notifications = {
    ...alerting.notifications,
    onDelivered: noteDelivered(alerting.detection.alerts),
    onOutcome: (kind, outcome) => metrics.notifications.inc({ kind, outcome }),
    onProblem: (what, error) => logger.warn({ err: error, what }, 'a notification arrived, but its alerts could not be marked'),
  };
  return { ...alerting, notifications };
}

/** What questions are answered with that nobody waits for. */
function openAnswers(
  config: Config,
  { connection, valkey }: OpenedStores,
  {
    detection,
    ingestion,
    tenants,
    metrics,
    logger,
  }: Pick<WorkerDependencies, 'detection' | 'ingestion' | 'tenants' | 'metrics' | 'logger'>,
): AskDeps {
  const languageModel = createLanguageModel(config, { metrics });
  const budget = budgetOf(config, new QuotaStore(valkey, config.QUEUE_PREFIX));
  const events = eventStore(connection);
  const tenantIngestion = new TenantIngestion(ingestion, tenants);
  return openAsk({
    config,
    events,
    tenantIngestion,
    workingTimeOf: detection.workingTimeOf,
    cache: new ExpiringStore(valkey, config.QUEUE_PREFIX),
    model: languageModel && { languageModel, name: config.LLM_MODEL, budget },
    tools: (ctx) => forModel(ctx, { events, detection, tenantIngestion }),
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
  const { detection, notifications, steps } = openAlertingWithDelivery(config, stores, { queue, metrics, logger });
  const start = systemContext(configuredTenant(config).id, 'start');
  const refused = await whenDatabaseAnswers(logger, () => prepareRules(start, stores.connection, detection));
  if (refused.length > 0) logger.warn({ rules: refused }, 'rules of 1.x cannot be said in this version; write them anew on the rules page');
  const ingestion: Ingestion = {
    ...(await openIngestion(stores.connection, config)),
    ...steps,
    onProblem: (what, error) => logger.warn({ err: error, what }, 'went on in spite of a problem'),
  };
  return {
    ...stores,
    detection,
    config,
    patient: connectValkey(config.REDIS_URL),
    queue,
    ingestion,
    ask: openAnswers(config, stores, { detection, ingestion, tenants, metrics, logger }),
    notifications,
    tenants,
    metrics,
    logger,
    owner: randomUUID(),
    ...clientPool({ config, tenants, secrets: notifications.secrets }, stores.valkey, metrics),
  };
}
