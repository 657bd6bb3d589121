import type { TenantId } from '@aoc/contracts';
import { createLargeLane } from '@aoc/microsoft';
import { forModel } from '@aoc/server/agent-tools';
import { budgetOf, createLanguageModel, openAsk, type AskDeps } from '@aoc/server/ask';
import { openAuditTrail } from '@aoc/server/audit';
import type { Config } from '@aoc/server/config';
import { systemClock, systemContext } from '@aoc/server/context';
import { noteDelivered, openAlerting, prepareRules, type Detection } from '@aoc/server/detection';
import { eventStore } from '@aoc/server/events';
import { allCollections, openIngestion, TenantIngestion, type Ingestion } from '@aoc/server/ingestion';
import { Metrics, type Logger } from '@aoc/server/observability';
import type { Notifications } from '@aoc/server/notifications';
import { connectValkey, ExpiringStore, QueueClient, QuotaStore, sharedWaits, type Redis } from '@aoc/server/queues';
import { openStores, whenDatabaseAnswers, type OpenedStores } from '@aoc/server/startup';
import { configuredTenant, microsoftClients, registerConfiguredTenant, TenantRepository, type MicrosoftClients } from '@aoc/server/tenants';
import { randomUUID } from 'node:crypto';
import { workRecorder, type WorkRecorder } from './work-recorder';

/** Everything that the jobs work with. */
export interface WorkerDependencies extends OpenedStores, MicrosoftClients {
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
  record: WorkRecorder;
}

/** Clients that keep the waits that Microsoft asked any process for, read one large answer at a time and count what fails. */
function openClients(parts: Parameters<typeof microsoftClients>[0], valkey: Redis, metrics: Metrics): MicrosoftClients {
  return microsoftClients(parts, {
    gate: sharedWaits(valkey, parts.config.QUEUE_PREFIX),
    largeLane: createLargeLane(),
    clock: systemClock,
    signInKinds: parts.config.SIGNIN_KINDS,
    onCall: ({ api, kind }) => {
      if (kind === undefined) return;
      metrics.fetchErrors.inc({ source: api, kind });
      if (kind === 'throttled') metrics.throttled.inc({ source: api });
    },
  });
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
  const record = workRecorder(openAuditTrail(stores.connection, config), { logger, metrics });
  const queue = new QueueClient(stores.valkey, config.QUEUE_PREFIX);
  const { detection, notifications, steps } = openAlertingWithDelivery(config, stores, { queue, metrics, logger });
  const onResealed = (id: TenantId): Promise<void> =>
    record(systemContext(id, 'reseal'), { action: 'resealCredentials', target: id, outcome: 'ok' });
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
    record,
    ...openClients({ config, tenants, secrets: notifications.secrets, onResealed }, stores.valkey, metrics),
  };
}
