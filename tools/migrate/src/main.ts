import { tenantIdSchema, type AuditDetail, type TenantId } from '@aoc/contracts';
import { openAuditTrail, recordWork, requireSeal } from '@aoc/server/audit';
import { ConfigError, loadConfig, type Config } from '@aoc/server/config';
import { actingAs, systemClock, systemContext } from '@aoc/server/context';
import { legacyDocuments, openIngestion, upgradeDatabase, type UpgradeReport } from '@aoc/server/ingestion';
import { connectMongo, schemaState, type Connection } from '@aoc/server/mongo';
import { progressView } from '@aoc/server/startup';
import { configuredTenant } from '@aoc/server/tenants';
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';

const help = `Brings the database of MONGO_URI and DB_NAME up to this version: upgrades what 1.x and earlier 2.x stored, in place, and
creates missing collections and indexes. Stop all AOC processes and back the database up first. May be interrupted and run again.

npm run migrate [-- --dry-run] [--tenant ID] [--rescan]

  --dry-run     says what would be done and changes nothing
  --tenant ID   tenant that the documents of 1.x belong to; default TENANT_ID
  --rescan      looks for documents of 1.x although the database is of this version already

docs/upgrading.md describes the whole way from 1.x.`;

const options = {
  help: { type: 'boolean', short: 'h' },
  'dry-run': { type: 'boolean' },
  rescan: { type: 'boolean' },
  tenant: { type: 'string' },
} as const;

async function connect({ MONGO_URI, DB_NAME }: Config): Promise<Connection> {
  if (MONGO_URI === '') throw new ConfigError(['MONGO_URI: missing. Example: mongodb://user:password@localhost:27017']);
  try {
    return await connectMongo({ uri: MONGO_URI, dbName: DB_NAME });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `The database does not answer (${reason}). Check that it runs and that MONGO_URI names its address and user, then run the command again.`,
      { cause: error },
    );
  }
}

/** Documents of 1.x name no tenant: guessing one would hide them from the tenant that is configured later. */
async function tenantFor(connection: Connection, config: Config, option: string | undefined): Promise<TenantId> {
  if (option !== undefined) {
    const tenant = tenantIdSchema.safeParse(option.toLowerCase());
    if (!tenant.success) throw new Error(`--tenant ${option}: expected a tenant id (GUID) or "default".`);
    return tenant.data;
  }
  const { current, upgrading } = await schemaState(connection);
  if (config.TENANT_ID === '' && (!current || upgrading) && (await legacyDocuments(connection)).events > 0)
    throw new Error(
      'The database holds events of 1.x and TENANT_ID is not set, so that nothing says whose they are. Set TENANT_ID as 1.x had it, or add "-- --tenant ID" ("--tenant default" for an installation without one).',
    );
  return configuredTenant(config).id;
}

function linesOf({ events, others, alerts, renewed, dropped, created }: UpgradeReport, tenant: TenantId, dryRun: boolean): string[] {
  const would = dryRun ? 'would be ' : '';
  return [
    ...dropped.map((index) => `Index ${index}; it ${dryRun ? 'would be' : 'was'} dropped.`),
    ...(events.found > 0
      ? [
          `${events.found} events of 1.x found: ${events.upgraded} ${would}upgraded (tenant ${tenant}), ${events.merged} ${would}merged into the same action, ${events.rejected} without a usable time ${would}moved to rejected_records.`,
        ]
      : []),
    ...Object.entries(others).map(([name, count]) => `${count} documents of ${name} ${would}upgraded.`),
    ...(alerts > 0 ? [`${alerts} alerts of 1.x ${dryRun ? 'would become' : 'became'} alerts of this version.`] : []),
    ...(renewed > 0 ? [`${renewed} events of an earlier 2.x ${dryRun ? 'would get' : 'got'} the lookup keys of this version.`] : []),
    ...(created.length > 0 ? [`Created ${created.length} indexes: ${created.join(', ')}`] : []),
  ];
}

const factsOf = ({ events, others, renewed, dropped, created }: UpgradeReport): AuditDetail => ({
  ...events,
  ...others,
  events_renewed: renewed,
  indexes_dropped: dropped.length,
  indexes_created: created.length,
});

async function main(): Promise<void> {
  const { values } = parseArgs({ options });
  if (values.help) return console.log(help);
  const config = loadConfig();
  const dryRun = values['dry-run'] === true;
  const interrupt = new AbortController();
  const stop = (): void => interrupt.abort(new Error('Interrupted. Run the same command again: it goes on where it was.'));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  const connection = await connect(config);
  const view = progressView('events', process.stderr);
  try {
    const ingestion = await openIngestion(connection, config);
    const tenant = await tenantFor(connection, config, values.tenant);
    const ctx = actingAs(systemContext(tenant, `cli-${randomUUID()}`), 'cli:migrate');
    const trail = openAuditTrail(connection, config);
    if (!dryRun) await requireSeal(ctx, trail);
    const report = await upgradeDatabase(connection, ingestion, {
      tenant,
      clock: systemClock,
      dryRun,
      rescan: values.rescan === true,
      onProgress: view.show,
      signal: interrupt.signal,
    });
    view.end();
    const lines = linesOf(report, tenant, dryRun);
    if (!dryRun && lines.length > 0) await recordWork(ctx, trail, { action: 'migrate', outcome: 'ok', detail: factsOf(report) });
    console.log(lines.length > 0 ? lines.join('\n') : dryRun ? 'Nothing to upgrade.' : 'The database is up to date.');
  } finally {
    view.end();
    await connection.close();
  }
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
