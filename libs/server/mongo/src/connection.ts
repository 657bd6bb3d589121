import type { Collection, Document } from 'mongodb';
import mongoose, { type Connection } from 'mongoose';

export type { Connection } from 'mongoose';

export interface MongoOptions {
  uri: string;
  dbName: string;
  /** Milliseconds to find a server before a command fails; short, so that callers learn soon that the database is away. */
  serverSelectionTimeoutMs?: number;
  maxPoolSize?: number;
}

/**
 * Connects; indexes are made by the migration only (`autoIndex` off).
 * Commands are not buffered while the database is away: they fail, and the caller decides.
 * @throws MongooseServerSelectionError when no server answers in time
 */
export async function connectMongo(options: MongoOptions): Promise<Connection> {
  const connection = mongoose.createConnection(options.uri, {
    dbName: options.dbName,
    autoIndex: false,
    autoCreate: false,
    serverSelectionTimeoutMS: options.serverSelectionTimeoutMs ?? 5000,
    maxPoolSize: options.maxPoolSize ?? 20,
    appName: 'aoc',
  });
  connection.set('strictQuery', true);
  return connection.asPromise();
}

/** True when the database answers a ping within `timeoutMs`. */
export async function databaseAnswers(connection: Connection, timeoutMs = 2000): Promise<boolean> {
  const db = connection.db;
  if (!db) return false;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), timeoutMs);
  });
  try {
    return await Promise.race([db.command({ ping: 1 }).then(() => true), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/** A typed collection of the connection's database; only schemas, repositories and migrations use it. */
export function collectionOf<T extends Document>(connection: Connection, name: string): Collection<T> {
  if (!connection.db) throw new Error('The database connection is not open');
  return connection.db.collection<T>(name);
}
