import { builtProgram, startProgram, testDatabase, testRedisUrl, waitFor, type RunningProgram, type TestDatabase } from '@aoc/testing';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Settings for a database and a queue of its own on the test services. */
export function settingsFor(database: TestDatabase): Record<string, string> {
  return {
    MONGO_URI: database.uri,
    DB_NAME: database.dbName,
    REDIS_URL: testRedisUrl(),
    QUEUE_PREFIX: `e2e_${randomBytes(4).toString('hex')}`,
    PORT: '0',
  };
}

export async function migratedDatabase(label: string): Promise<{ database: TestDatabase; settings: Record<string, string> }> {
  const database = await testDatabase(label);
  const settings = settingsFor(database);
  const { code, output } = await runToEnd(await builtProgram('migrate'), settings);
  if (code !== 0)
    throw new Error(`the database was not prepared:
${output}`);
  return { database, settings };
}

/** Waits until a program says where it serves. @throws Error with its output when it ends instead */
export function servingUrl(program: RunningProgram): Promise<string> {
  return waitFor(
    'the API to serve',
    () => {
      if (program.process.exitCode !== null) throw new Error(`the API ended:\n${program.output()}`);
      return /"url":"(http:[^"]+)"/.exec(program.output())?.[1];
    },
    30_000,
  );
}

/** Runs a program that ends by itself; resolves to its exit code and what it printed. */
export async function runToEnd(file: string, env: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const program = startProgram(file, env);
  const [code]: unknown[] = await once(program.process, 'close');
  return { code: typeof code === 'number' ? code : null, output: program.output() };
}

/** A port that somebody listens on until `free` is called. */
export async function takenPort(): Promise<{ port: number; free(): Promise<void> }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    async free() {
      server.close();
      await once(server, 'close');
    },
  };
}
