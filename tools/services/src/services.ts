import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { databaseChain, lazyCache, queueChain, type ChainContext } from './chains';
import { explainFileError } from './errors';
import type { RunningService, ServiceInfo, ServiceName, ServicesOptions } from './types';

/** The services that run now. URIs of services that were not asked for are empty. */
export interface Services {
  mongoUri: string;
  redisUrl: string;
  database: ServiceInfo | undefined;
  queue: ServiceInfo | undefined;
  /** Orderly stop and start, same port, same data. */
  restartDatabase(): Promise<void>;
  restartQueue(): Promise<void>;
  /** SIGKILL to the real server, then start: same port, same data. */
  killDatabase(): Promise<void>;
  killQueue(): Promise<void>;
  /** Stop what was started; with `persist: false` also delete its data. Safe to call twice. */
  stop(): Promise<void>;
}

/** Provide a MongoDB-compatible database and a Valkey queue on 127.0.0.1, whatever the machine has; throws ServicesError with what to do when it cannot. */
export async function startServices({
  dataDir,
  need = ['database', 'queue'],
  log = () => undefined,
  env = process.env,
  persist = true,
  ports = {},
}: ServicesOptions): Promise<Services> {
  const folder = path.resolve(dataDir);
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw explainFileError(error, folder);
  });
  const context = { dataDir: folder, env, log, persist, cache: lazyCache(env, log) };
  const [database, queue] = await bothOrNone(
    wanted('database', need, databaseChain, { ...context, port: ports.database }),
    wanted('queue', need, queueChain, { ...context, port: ports.queue }),
  );
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await Promise.all([database?.stop(), queue?.stop()]);
    if (!persist) await rm(folder, { recursive: true, force: true });
  };
  return {
    mongoUri: database?.info.uri ?? '',
    redisUrl: queue?.info.uri ?? '',
    database: database?.info,
    queue: queue?.info,
    restartDatabase: () => started('database', database).restart(),
    restartQueue: () => started('queue', queue).restart(),
    killDatabase: () => started('database', database).kill(),
    killQueue: () => started('queue', queue).kill(),
    stop: () => (stopped ??= stop()),
  };
}

async function wanted(
  name: ServiceName,
  need: ServiceName[],
  chain: (context: ChainContext) => Promise<RunningService>,
  context: ChainContext,
): Promise<RunningService | undefined> {
  if (!need.includes(name)) return undefined;
  const service = await chain(context);
  context.log(`${name}: ${service.info.description}`);
  return service;
}

/** When one of them fails, the other must not stay behind. */
async function bothOrNone(...starts: Promise<RunningService | undefined>[]): Promise<(RunningService | undefined)[]> {
  const settled = await Promise.allSettled(starts);
  const failed = settled.find((result) => result.status === 'rejected');
  if (!failed) return settled.map((result) => (result.status === 'fulfilled' ? result.value : undefined));
  await Promise.all(settled.map(async (result) => (result.status === 'fulfilled' ? result.value?.stop() : undefined)));
  throw failed.reason;
}

function started(name: ServiceName, service: RunningService | undefined): RunningService {
  if (!service) throw new Error(`the ${name} was not asked for`);
  return service;
}
