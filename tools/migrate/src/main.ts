import { ConfigError, loadConfig } from '@aoc/server/config';
import { allCollections } from '@aoc/server/ingestion';
import { connectMongo, ensureIndexes, recordSchemaVersion } from '@aoc/server/mongo';
import { parseArgs } from 'node:util';

const help = `Brings the database of MONGO_URI and DB_NAME up to this version: creates missing collections and indexes.
May be interrupted and run again.

npm run migrate`;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help) return console.log(help);
  const config = loadConfig();
  if (!config.MONGO_URI) throw new ConfigError(['MONGO_URI: missing. Example: mongodb://user:password@localhost:27017']);
  const connection = await connectMongo({ uri: config.MONGO_URI, dbName: config.DB_NAME }).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `The database does not answer (${reason}). Check that it runs and that MONGO_URI names its address and user, then run the command again.`,
      { cause: error },
    );
  });
  try {
    const made = await ensureIndexes(connection, allCollections);
    await recordSchemaVersion(connection, new Date());
    console.log(made.length > 0 ? `Created ${made.length} indexes: ${made.join(', ')}` : 'The database is up to date.');
  } finally {
    await connection.close();
  }
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
