import { DomainError, tenantIdSchema } from '@aoc/contracts';
import { ConfigError, loadConfig } from '@aoc/server/config';
import { systemContext } from '@aoc/server/context';
import { allCollections, importStream, MappingsFileError, openIngestion } from '@aoc/server/ingestion';
import { connectMongo, pendingMigrations } from '@aoc/server/mongo';
import { configuredTenant } from '@aoc/server/tenants';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';

const help = `Imports audit records straight into the database of MONGO_URI and DB_NAME: Purview exports (CSV with the column
AuditData), NDJSON, or JSON with a list of records; plain or gzipped. Importing a file again changes nothing.

npm run import -- FILE... [--tenant ID]

  --tenant ID   tenant that the records belong to; default TENANT_ID, else "default"`;

class UsageError extends Error {}

async function main(): Promise<void> {
  const options = { tenant: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  if (values.help) return console.log(help);
  if (positionals.length === 0) throw new UsageError(`Name at least one file.\n\n${help}`);
  const config = loadConfig();
  if (!config.MONGO_URI) throw new ConfigError(['MONGO_URI: missing. Example: mongodb://user:password@localhost:27017']);
  const tenant = tenantIdSchema.safeParse((values.tenant ?? configuredTenant(config).id).toLowerCase());
  if (!tenant.success) throw new UsageError(`--tenant ${values.tenant}: expected a tenant id (GUID) or "default".`);
  const connection = await connectMongo({ uri: config.MONGO_URI, dbName: config.DB_NAME });
  try {
    if ((await pendingMigrations(connection, allCollections)).length > 0)
      throw new UsageError(`The database ${config.DB_NAME} is not prepared for this version. Run "npm run migrate" first.`);
    const ingestion = await openIngestion(connection, config);
    for (const file of positionals) {
      const handle = await open(file);
      const ctx = systemContext(tenant.data, 'npm run import');
      const report = await importStream(ctx, ingestion, {
        fileName: path.basename(file),
        stream: handle.createReadStream(),
        maxBytes: config.IMPORT_MAX_BYTES,
      });
      console.log(`${file}: ${report.read} read, ${report.stored} stored, ${report.duplicates} known, ${report.rejected} rejected`);
      for (const { position, reason, detail } of report.rejections) console.log(`  ${position}: ${reason}, ${detail}`);
    }
  } finally {
    await connection.close();
  }
}

await main().catch((error: unknown) => {
  const detail = error instanceof DomainError || error instanceof MappingsFileError ? error.message : error;
  console.error(detail instanceof Error ? detail.message : String(detail));
  process.exitCode = 1;
});
