import { randomBytes } from 'node:crypto';
import mongoose, { type Connection } from 'mongoose';

export interface TestDatabase {
  connection: Connection;
  uri: string;
  dbName: string;
  /** Drops the database and closes the connection. */
  stop(): Promise<void>;
}

const required = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run tests through npm test or npm run jest, which start the services`);
  return value;
};
export const testMongoUri = (): string => required('AOC_TEST_MONGO_URI');
export const testRedisUrl = (): string => required('AOC_TEST_REDIS_URL');

/** A database of its own for one suite, on the real engine that the test run started. */
export async function testDatabase(label: string): Promise<TestDatabase> {
  const uri = testMongoUri();
  const dbName = `t_${label.replace(/\W+/g, '_').slice(0, 20)}_${randomBytes(4).toString('hex')}`;
  // Not through @aoc/server/mongo: that library's own specs use this one.
  const connection = await mongoose
    .createConnection(uri, { dbName, autoIndex: false, autoCreate: false, serverSelectionTimeoutMS: 5000 })
    .asPromise();
  return {
    connection,
    uri,
    dbName,
    async stop() {
      await connection.dropDatabase();
      await connection.close();
    },
  };
}
