import { DomainError, ingestionRoutes, tenantIdSchema, tenantRoutes, type AuditDetail, type AuditOutcome } from '@aoc/contracts';
import { openAuditTrail, recordWork, requireSeal, type AuditTrail } from '@aoc/server/audit';
import { ConfigError, loadConfig, type Config } from '@aoc/server/config';
import { actingAs, systemClock, systemContext, type TenantContext } from '@aoc/server/context';
import { allCollections, importStream, MappingsFileError, openIngestion, type Ingestion } from '@aoc/server/ingestion';
import { connectMongo, pendingMigrations, type Connection } from '@aoc/server/mongo';
import { configuredTenant, TenantRepository } from '@aoc/server/tenants';
import { StartError } from '@aoc/server/startup';
import { randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openRules } from './rules';

const help = `Imports audit records straight into the database of MONGO_URI and DB_NAME: Purview exports (CSV with the column
AuditData), NDJSON, or JSON with a list of records; plain or gzipped. Importing a file again changes nothing.
A file that cannot be read does not keep the others from being imported; the exit code is 1 then.
With ALERTS_ENABLED the rules of the tenant run on what is new, as they do on what is fetched; nobody is told of alerts about what happened
more than two days ago. Their windows are kept in the queue at REDIS_URL. The audit trail of the tenant keeps a row about each file.

npm run import -- FILE... [--tenant ID] [--no-rules]

  --tenant ID   tenant that the records belong to; default TENANT_ID, else "default"
  --no-rules    raise no alerts`;

class UsageError extends Error {}

interface Stores {
  ingestion: Ingestion;
  trail: AuditTrail;
}

/** What went wrong, in words; a fault of the program itself with its stack. */
function explain(error: unknown): string {
  const expected = [DomainError, MappingsFileError, ConfigError, StartError, UsageError].some((kind) => error instanceof kind);
  if (!(error instanceof Error)) return String(error);
  if (error instanceof DomainError) return error.detail;
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'this is a folder; name the files in it';
  if (code === 'EACCES') return 'the file may not be read';
  return expected ? error.message : (error.stack ?? error.message);
}

/** Imports one file, leaves a row in the audit trail and prints its report. @returns false when it could not be read to its end */
async function importFile(ctx: TenantContext, { ingestion, trail }: Stores, file: string, maxBytes: number): Promise<boolean> {
  const fileName = path.basename(file);
  const note = (outcome: AuditOutcome, detail: AuditDetail) =>
    recordWork(ctx, trail, { action: ingestionRoutes.createImport.operationId, target: fileName, outcome, detail });
  try {
    const handle = await open(file);
    const stream = handle.createReadStream();
    const report = await importStream(ctx, ingestion, { fileName, stream, maxBytes }).catch(async (error: unknown) => {
      // What came before its end is stored.
      await note('failed', { reason: error instanceof DomainError ? error.detail : 'the import was cut off' });
      throw error;
    });
    const { id, read, stored, duplicates, rejected } = report;
    await note('ok', { import: id, read, stored, duplicates, rejected });
    console.log(`${file}: ${report.read} read, ${report.stored} stored, ${report.duplicates} known, ${report.rejected} rejected`);
    for (const { position, reason, detail } of report.rejections) console.log(`  ${position}: ${reason}, ${detail}`);
    return true;
  } catch (error) {
    console.error(`${file}: ${explain(error)}`);
    return false;
  }
}

/** A tenant that nobody has named before is put on the list, so that retention and forwarding know of it. */
async function knownTenant(ctx: TenantContext, connection: Connection, trail: AuditTrail, config: Config): Promise<void> {
  const tenants = new TenantRepository(connection);
  const id = ctx.tenantId;
  if (await tenants.find(id)) return;
  const configured = configuredTenant(config);
  await tenants.register(configured.id === id ? configured : { id, name: id }, systemClock.now());
  await recordWork(ctx, trail, { action: tenantRoutes.createTenant.operationId, target: id, outcome: 'ok' });
  console.log(`Tenant ${id} is new here and was added.`);
}

/** @returns false when a file could not be imported */
async function main(): Promise<boolean> {
  const options = { tenant: { type: 'string' }, 'no-rules': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  if (values.help) {
    console.log(help);
    return true;
  }
  if (positionals.length === 0) throw new UsageError(`Name at least one file.\n\n${help}`);
  const config = loadConfig();
  if (!config.MONGO_URI) throw new ConfigError(['MONGO_URI: missing. Example: mongodb://user:password@localhost:27017']);
  const tenant = tenantIdSchema.safeParse((values.tenant ?? configuredTenant(config).id).toLowerCase());
  if (!tenant.success) throw new UsageError(`--tenant ${values.tenant}: expected a tenant id (GUID) or "default".`);
  const connection = await connectMongo({ uri: config.MONGO_URI, dbName: config.DB_NAME });
  try {
    if ((await pendingMigrations(connection, allCollections)).length > 0)
      throw new UsageError(`The database ${config.DB_NAME} is not prepared for this version. Run "npm run migrate" first.`);
    const ctx = actingAs(systemContext(tenant.data, `cli-${randomUUID()}`), 'cli:import');
    const trail = openAuditTrail(connection, config);
    await requireSeal(ctx, trail);
    await knownTenant(ctx, connection, trail, config);
    const rules = await openRules(ctx, connection, values['no-rules'] ? { ...config, ALERTS_ENABLED: false } : config);
    try {
      const ingestion = { ...(await openIngestion(connection, config)), ...rules.steps };
      let good = true;
      for (const file of positionals) good = (await importFile(ctx, { ingestion, trail }, file, config.IMPORT_MAX_BYTES)) && good;
      const alerts = rules.alerts();
      if (alerts !== null) console.log(`Rules: ${alerts === 1 ? '1 alert was' : `${alerts} alerts were`} raised or grew.`);
      return good;
    } finally {
      await rules.close();
    }
  } finally {
    await connection.close();
  }
}

try {
  if (!(await main())) process.exitCode = 1;
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
