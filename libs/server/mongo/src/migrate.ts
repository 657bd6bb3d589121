import { MongoServerError } from 'mongodb';
import type { Connection } from 'mongoose';
import type { CollectionDefinition, IndexDefinition } from './collection-definition';

/** Version of the stored shapes; raised when a migration is added. */
export const SCHEMA_VERSION = 4;
const VERSION_ID = 'schema';
/** Row that exists while documents of 1.x are being upgraded. */
const UPGRADE_ID = 'upgrade-1.x';

interface MigrationRow {
  _id: string;
  version: number;
  applied_at: Date;
}

/** Creates what is missing of the declared collections and indexes; safe to run again and from several processes. */
export async function ensureIndexes(connection: Connection, definitions: readonly CollectionDefinition[]): Promise<string[]> {
  const db = database(connection);
  const made: string[] = [];
  for (const definition of definitions) {
    const existing = await indexNames(connection, definition.name);
    const missing = definition.indexes.filter((index) => !existing.has(index.name));
    if (missing.length === 0) continue;
    await db.collection(definition.name).createIndexes(missing.map(toSpecification));
    made.push(...missing.map((index) => `${definition.name}.${index.name}`));
  }
  return made;
}

/** Records that the stored shapes are those of this version. */
export async function recordSchemaVersion(connection: Connection, now: Date): Promise<void> {
  await database(connection)
    .collection<MigrationRow>('migrations')
    .updateOne({ _id: VERSION_ID }, { $set: { version: SCHEMA_VERSION, applied_at: now } }, { upsert: true });
}

/**
 * Version of the stored shapes (0 when none was recorded), whether it is that of this program, and whether an upgrade from 1.x has begun and not
 * ended.
 */
export async function schemaState(connection: Connection): Promise<{ version: number; current: boolean; upgrading: boolean }> {
  const rows = await database(connection)
    .collection<MigrationRow>('migrations')
    .find({ _id: { $in: [VERSION_ID, UPGRADE_ID] } })
    .toArray();
  const version = rows.find((row) => row._id === VERSION_ID)?.version ?? 0;
  return { version, current: version >= SCHEMA_VERSION, upgrading: rows.some((row) => row._id === UPGRADE_ID) };
}

/** Notes that an upgrade from 1.x is under way: until it has ended, the database counts as not prepared. */
export async function beginUpgrade(connection: Connection, now: Date): Promise<void> {
  await database(connection)
    .collection<MigrationRow>('migrations')
    .updateOne({ _id: UPGRADE_ID }, { $setOnInsert: { version: SCHEMA_VERSION, applied_at: now } }, { upsert: true });
}

export async function endUpgrade(connection: Connection): Promise<void> {
  await database(connection).collection<MigrationRow>('migrations').deleteOne({ _id: UPGRADE_ID });
}

/** Names of declared indexes that the database lacks, plus the schema version when it is older. Empty means current. */
export async function pendingMigrations(connection: Connection, definitions: readonly CollectionDefinition[]): Promise<string[]> {
  const { current, upgrading } = await schemaState(connection);
  const pending = current ? [] : [`schema version ${SCHEMA_VERSION}`];
  if (upgrading) pending.push('an upgrade from 1.x that has not ended');
  for (const definition of definitions) {
    const existing = await indexNames(connection, definition.name);
    pending.push(...definition.indexes.filter((i) => !existing.has(i.name)).map((i) => `${definition.name}.${i.name}`));
  }
  return pending;
}

async function indexNames(connection: Connection, collection: string): Promise<Set<string>> {
  try {
    const indexes = await database(connection).collection(collection).indexes();
    return new Set(indexes.map((index) => index.name ?? ''));
  } catch (error) {
    if (error instanceof MongoServerError && error.code === 26) return new Set();
    throw error;
  }
}

function toSpecification(index: IndexDefinition) {
  const { name, key, unique, expireAfterSeconds, partialFilterExpression } = index;
  return {
    name,
    key,
    ...(unique ? { unique } : {}),
    ...(expireAfterSeconds === undefined ? {} : { expireAfterSeconds }),
    ...(partialFilterExpression ? { partialFilterExpression } : {}),
  };
}

function database(connection: Connection) {
  if (!connection.db) throw new Error('The database connection is not open');
  return connection.db;
}
