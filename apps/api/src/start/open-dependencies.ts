import { forModel } from '@aoc/server/agent-tools';
import { budgetOf, createLanguageModel, openAsk } from '@aoc/server/ask';
import { openAuditTrail } from '@aoc/server/audit';
import type { Config } from '@aoc/server/config';
import { systemClock, systemContext } from '@aoc/server/context';
import { openAlerting, prepareRules } from '@aoc/server/detection';
import { eventStore } from '@aoc/server/events';
import { idempotencyStore } from '@aoc/server/idempotency';
import { ApiKeyRepository, apiKeyStore, Authenticator } from '@aoc/server/identity';
import { allCollections, openIngestion, TenantIngestion, type Ingestion } from '@aoc/server/ingestion';
import { isGranted, openLicence, requireFeature, requireTenants, type Licence } from '@aoc/server/licence';
import { Metrics, type Logger } from '@aoc/server/observability';
import { ExpiringStore, LiveListener, QueueClient, QuotaStore } from '@aoc/server/queues';
import { secretBox } from '@aoc/server/secrets';
import { savedSearchStore } from '@aoc/server/saved-searches';
import { openStores, whenDatabaseAnswers } from '@aoc/server/startup';
import {
  configuredRegistration,
  configuredTenant,
  registerConfiguredTenant,
  TenantPrivacy,
  TenantRepository,
  type TenantRegistry,
} from '@aoc/server/tenants';
import type { TenantId } from '@aoc/contracts';
import type { ApiDependencies } from '../app/dependencies';
import { announceLicence } from './announce-licence';
import { openGroups } from './open-groups';

function tenantRegistry(config: Config, tenants: TenantRepository, licence: Licence): TenantRegistry {
  return {
    tenants,
    privacy: new TenantPrivacy(config, tenants),
    secrets: secretBox({ current: config.ENCRYPTION_KEY, previous: config.ENCRYPTION_KEY_PREVIOUS }),
    configured: configuredRegistration(config),
    isMultiTenant: () => isGranted(licence, 'multi_tenant', systemClock.now()),
    requireMultiTenant: () => requireFeature(licence, 'multi_tenant', systemClock.now()),
    allowTenants: (count) => requireTenants(licence, count, systemClock.now()),
  };
}

/** People of a registered tenant sign in with that tenant, unless it is disabled. */
const acceptsTenant =
  ({ tenants }: TenantRegistry) =>
  async (id: TenantId): Promise<boolean> =>
    (await tenants.find(id))?.enabled === true;

/**
 * @param given a licence in place of that of LICENSE_KEY
 * @throws MappingsFileError; StartError when the stores are not ready
 */
export async function openDependencies(
  config: Config,
  logger: Logger,
  version: string,
  given: { licence?: Licence } = {},
): Promise<ApiDependencies> {
  const { connection, valkey } = await openStores(config, logger, allCollections);
  const tenants = new TenantRepository(connection);
  await whenDatabaseAnswers(logger, () => registerConfiguredTenant(tenants, config, systemClock.now()));
  const licence = given.licence ?? (await openLicence(config.LICENSE_KEY));
  announceLicence(logger, licence, systemClock.now());
  const registry = tenantRegistry(config, tenants, licence);
  const metrics = new Metrics();
  const queue = new QueueClient(valkey, config.QUEUE_PREFIX);
  const { detection, notifications, steps } = openAlerting({ connection, valkey }, config, queue, (tally) => metrics.noteDetection(tally));
  await whenDatabaseAnswers(logger, () => prepareRules(systemContext(configuredTenant(config).id, 'start'), connection, detection));
  const ingestion: Ingestion = {
    ...(await openIngestion(connection, config)),
    ...steps,
  };
  const events = eventStore(connection);
  const tenantIngestion = new TenantIngestion(ingestion, tenants);
  const languageModel = createLanguageModel(config, { metrics });
  const model = languageModel && {
    languageModel,
    name: config.LLM_MODEL,
    budget: budgetOf(config, new QuotaStore(valkey, config.QUEUE_PREFIX)),
  };
  const { groups, closeClients } = openGroups(config, registry, logger);
  const cache = new ExpiringStore(valkey, config.QUEUE_PREFIX);
  return {
    config,
    licence,
    ask: openAsk({
      config,
      events,
      tenantIngestion,
      workingTimeOf: detection.workingTimeOf,
      cache,
      model,
      tools: (ctx) => forModel(ctx, { events, detection, tenantIngestion }),
      onProblem: (what, error) => logger.warn({ err: error, what }, 'went on in spite of a problem'),
    }),
    detection,
    explaining: {
      events,
      ingestion,
      cache,
      model,
      onProblem: (error) => logger.warn({ err: error }, 'explanations are not cached'),
    },
    connection,
    valkey,
    queue,
    events,
    ingestion,
    tenantIngestion,
    idempotency: idempotencyStore(connection),
    savedSearches: savedSearchStore(connection),
    notifications,
    authenticator: new Authenticator({
      config,
      apiKeys: new ApiKeyRepository(connection),
      acceptsTenant: acceptsTenant(registry),
      groups,
      clock: systemClock,
    }),
    apiKeys: apiKeyStore(connection),
    tenants,
    registry,
    audit: openAuditTrail(connection, config),
    closeClients,
    live: new LiveListener(valkey, config.QUEUE_PREFIX),
    metrics,
    logger,
    clock: systemClock,
    version,
  };
}
