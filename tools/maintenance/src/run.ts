import { tenantIdSchema, type AuditOutcome, type TenantId } from '@aoc/contracts';
import { openAuditTrail, recordWork, requireSeal, type AuditTrail } from '@aoc/server/audit';
import { ConfigError, type Config } from '@aoc/server/config';
import { actingAs, systemContext, type TenantContext } from '@aoc/server/context';
import { allCollections, dedupe, openIngestion, recountFacets, renormalize, storeActivity, type Ingestion } from '@aoc/server/ingestion';
import { connectMongo, pendingMigrations, type Connection } from '@aoc/server/mongo';
import { connectValkey, QueueClient } from '@aoc/server/queues';
import { progressView, type ProgressTarget } from '@aoc/server/startup';
import { configuredTenant, TenantRepository } from '@aoc/server/tenants';
import { randomUUID } from 'node:crypto';

export const COMMANDS = ['renormalize', 'dedupe', 'recount'] as const;
export type Command = (typeof COMMANDS)[number];

/** A reason not to begin that the operator can act on. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

export interface MaintenanceInput {
  command: Command;
  /** Absent: every tenant. */
  tenant?: TenantId;
  config: Config;
  signal: AbortSignal;
  out: (line: string) => void;
  progress: ProgressTarget;
}

async function refuseBesideWorker({ REDIS_URL, QUEUE_PREFIX }: Config, out: (line: string) => void): Promise<void> {
  if (REDIS_URL === '') return out('REDIS_URL is not set, so that a running worker cannot be seen: make sure that none runs.');
  const valkey = connectValkey(REDIS_URL);
  const queue = new QueueClient(valkey, QUEUE_PREFIX);
  try {
    if (await queue.hasWorkers('fetch'))
      throw new RefusedError(
        'A worker is running: events that it stores meanwhile would be counted wrongly. Stop all workers, run the command again, and start them afterwards; nothing is missed.',
      );
  } finally {
    await queue.close();
    valkey.disconnect();
  }
}

async function runFor(ctx: TenantContext, ingestion: Ingestion, { command, signal, progress }: MaintenanceInput): Promise<string> {
  const active = await storeActivity(ctx, ingestion);
  if (active.length > 0)
    throw new RefusedError(
      `Events of tenant ${ctx.tenantId} are being stored by ${active.join(' and ')}. Wait until that has ended, or two minutes if its process is gone, and run the command again.`,
    );
  if (command === 'recount') {
    const { facets, removed } = await recountFacets(ctx, ingestion);
    return `${facets} counters are exact, ${removed} removed`;
  }
  const view = progressView(`${command} ${ctx.tenantId}`, progress);
  try {
    const run = { onProgress: view.show, signal };
    if (command === 'renormalize') {
      const { read, changed, unreadable } = await renormalize(ctx, ingestion, run);
      return `${read} events read, ${changed} changed, ${unreadable} left as they are because their record cannot be read again`;
    }
    const { read, rekeyed, merged } = await dedupe(ctx, ingestion, run);
    return `${read} events read, ${rekeyed} given another key, ${merged} merged into another event`;
  } finally {
    view.end();
  }
}

/** Does the work and leaves a row in the audit trail that says how it ended. */
async function recorded(
  ctx: TenantContext,
  trail: AuditTrail,
  { command }: MaintenanceInput,
  work: () => Promise<string>,
): Promise<string> {
  const note = (outcome: AuditOutcome, result: string) =>
    recordWork(ctx, trail, { action: command, target: ctx.tenantId, outcome, detail: { result } });
  try {
    const result = await work();
    await note('ok', result);
    return result;
  } catch (error) {
    await note(error instanceof RefusedError ? 'refused' : 'failed', error instanceof Error ? error.message : 'unknown error');
    throw error;
  }
}

async function tenantsOf({ tenant, config }: MaintenanceInput, connection: Connection): Promise<TenantId[]> {
  const known = (await new TenantRepository(connection).list()).map(({ id }) => id);
  if (tenant === undefined) return [...new Set([...known, configuredTenant(config).id])];
  if (!known.includes(tenant)) throw new RefusedError(`There is no tenant ${tenant}. Known: ${known.join(', ') || 'none'}.`);
  return [tenant];
}

/** Runs a maintenance command over one tenant or all, one after the other. @throws RefusedError, ConfigError, MappingsFileError */
export async function runMaintenance(input: MaintenanceInput): Promise<void> {
  const { config, signal, out } = input;
  if (config.MONGO_URI === '') throw new ConfigError(['MONGO_URI: missing. Example: mongodb://user:password@localhost:27017']);
  const connection = await connectMongo({ uri: config.MONGO_URI, dbName: config.DB_NAME });
  try {
    if ((await pendingMigrations(connection, allCollections)).length > 0)
      throw new RefusedError(`The database ${config.DB_NAME} is not prepared for this version. Run "npm run migrate" first.`);
    await refuseBesideWorker(config, out);
    const ingestion = await openIngestion(connection, config);
    const trail = openAuditTrail(connection, config);
    const requestId = `cli-${randomUUID()}`;
    for (const tenant of await tenantsOf(input, connection)) {
      signal.throwIfAborted();
      const ctx = actingAs(systemContext(tenant, requestId), 'cli:maintenance');
      await requireSeal(ctx, trail);
      out(`${input.command} of tenant ${tenant}: ${await recorded(ctx, trail, input, () => runFor(ctx, ingestion, input))}`);
    }
  } finally {
    await connection.close();
  }
}

/** @throws RefusedError for anything but a tenant id */
export function tenantOption(text: string): TenantId {
  const tenant = tenantIdSchema.safeParse(text.toLowerCase());
  if (!tenant.success) throw new RefusedError(`--tenant ${text}: expected a tenant id (GUID) or "default".`);
  return tenant.data;
}
