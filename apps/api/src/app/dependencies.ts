import type { AskDeps, Explaining } from '@aoc/server/ask';
import type { AuditTrail } from '@aoc/server/audit';
import type { Config } from '@aoc/server/config';
import type { Clock } from '@aoc/server/context';
import type { Detection } from '@aoc/server/detection';
import type { EventStore } from '@aoc/server/events';
import type { IdempotencyStore } from '@aoc/server/idempotency';
import type { ApiKeyStore, Authenticator } from '@aoc/server/identity';
import type { Ingestion, TenantIngestion } from '@aoc/server/ingestion';
import type { Licence } from '@aoc/server/licence';
import type { Connection } from '@aoc/server/mongo';
import type { Logger, Metrics } from '@aoc/server/observability';
import type { Notifications } from '@aoc/server/notifications';
import type { LiveListener, QueueClient, Redis } from '@aoc/server/queues';
import type { SavedSearchStore } from '@aoc/server/saved-searches';
import type { TenantRegistry, TenantRepository } from '@aoc/server/tenants';

/** Everything that the controllers work with; opened at start and closed by whoever opened it. */
export interface ApiDependencies {
  config: Config;
  connection: Connection;
  valkey: Redis;
  queue: QueueClient;
  events: EventStore;
  ingestion: Ingestion;
  /** The same with the settings of each tenant. */
  tenantIngestion: TenantIngestion;
  detection: Detection;
  idempotency: IdempotencyStore;
  savedSearches: SavedSearchStore;
  notifications: Notifications;
  authenticator: Authenticator;
  apiKeys: ApiKeyStore;
  tenants: TenantRepository;
  registry: TenantRegistry;
  /** Ends the connections to Microsoft that sign-in has used. */
  closeClients(): Promise<void>;
  audit: AuditTrail;
  licence: Licence;
  explaining: Explaining;
  ask: AskDeps;
  live: LiveListener;
  metrics: Metrics;
  logger: Logger;
  clock: Clock;
  version: string;
}
export const DEPENDENCIES = Symbol('ApiDependencies');
