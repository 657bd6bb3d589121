import path from 'node:path';
import { prepareCache, type DebianCache } from './debian/cache';
import { startDocumentDb } from './debian/database';
import { reasonOf } from './errors';
import { memoryServerBinary, mongodVersion, startMongod } from './mongod';
import { findProgram } from './processes/programs';
import type { Log, RunningService } from './types';
import { startValkey } from './valkey';

/** What both chains need to know. */
export interface ChainContext {
  dataDir: string;
  env: NodeJS.ProcessEnv;
  log: Log;
  persist: boolean;
  port: number | undefined;
  /** The Debian root, prepared at most once per process. */
  cache: () => Promise<DebianCache>;
}

export const lazyCache = (env: NodeJS.ProcessEnv, log: Log): (() => Promise<DebianCache>) => {
  let prepared: Promise<DebianCache> | undefined;
  return () => (prepared ??= prepareCache(env, log));
};

/** The database: given, on the PATH, from mongodb-memory-server, from Debian packages; the first that works. */
export async function databaseChain({ dataDir, env, log, persist, port, cache }: ChainContext): Promise<RunningService> {
  if (env.MONGO_URI) return given('MONGO_URI', env.MONGO_URI);
  log('database: MONGO_URI is not set');
  const dir = path.join(dataDir, 'mongod');
  const onPath = findProgram('mongod', env);
  if (onPath) {
    try {
      await mongodVersion(onPath);
      return await startMongod(onPath, 'program', dir, port);
    } catch (error) {
      log(`database: ${onPath} does not work here: ${reasonOf(error)}`);
    }
  } else log('database: no mongod on the PATH');
  try {
    const binary = await memoryServerBinary(env, log);
    await mongodVersion(binary);
    return await startMongod(binary, 'memory-server', dir, port);
  } catch (error) {
    log(`database: no mongod from mongodb-memory-server: ${reasonOf(error)}`);
  }
  return startDocumentDb(await cache(), path.join(dataDir, 'database'), { port, persist, env });
}

/** The queue: given, on the PATH, from Debian packages. */
export async function queueChain({ dataDir, env, log, port, cache }: ChainContext): Promise<RunningService> {
  if (env.REDIS_URL) return given('REDIS_URL', env.REDIS_URL);
  log('queue: REDIS_URL is not set');
  const dir = path.join(dataDir, 'queue');
  const onPath = findProgram('valkey-server', env) ?? findProgram('redis-server', env);
  if (onPath) {
    try {
      return await startValkey({ kind: 'program', file: onPath }, dir, port);
    } catch (error) {
      log(`queue: ${onPath} does not work here: ${reasonOf(error)}`);
    }
  } else log('queue: no valkey-server or redis-server on the PATH');
  return startValkey({ kind: 'debian', cache: await cache() }, dir, port);
}

function given(variable: string, uri: string): RunningService {
  const refuse = (): Promise<never> =>
    Promise.reject(new Error(`${variable} is a server of its own; it can neither be restarted nor killed from here`));
  return { info: { kind: 'given', description: variable, uri }, restart: refuse, kill: refuse, stop: () => Promise.resolve() };
}
