import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { explainFileError, portTaken } from '../errors';
import { isListening } from '../processes/ports';
import { onFreePort } from '../processes/on-free-port';
import { runOrThrow } from '../processes/run';
import type { RunningService } from '../types';
import { makeOwned, type DebianCache } from './cache';
import { GatewayProcess } from './gateway-process';
import { postgresProcess, unsynced } from './postgres';
import type { Sandbox } from './sandbox';

/** DocumentDB's engine from the Debian root, with the wire-protocol gateway in front. `port` is the gateway's; the engine's own is always a free one. */
export async function startDocumentDb(
  cache: DebianCache,
  dir: string,
  { port, persist, env }: { port: number | undefined; persist: boolean; env: NodeJS.ProcessEnv },
): Promise<RunningService> {
  if (port && (await isListening(port))) throw portTaken('database', port);
  const sandbox: Sandbox = { root: cache.root, data: dir, mode: cache.mode };
  await copyTemplate(cache, dir);
  const extra = persist ? [] : unsynced;
  const { result: engine, port: enginePort } = await onFreePort(async (candidate) => {
    const server = postgresProcess(sandbox, candidate, extra);
    await server.start();
    return server;
  });
  let gateway: GatewayProcess;
  try {
    gateway = await GatewayProcess.start(enginePort, port ?? 0, env);
  } catch (error) {
    await engine.stop();
    throw error;
  }
  return {
    info: { kind: 'debian', description: 'DocumentDB (PostgreSQL) from Debian packages', uri: `mongodb://127.0.0.1:${gateway.port}` },
    restart: async () => {
      await engine.stop();
      await engine.start();
    },
    kill: async () => {
      await engine.kill();
      await engine.start();
    },
    stop: async () => {
      await gateway.stop();
      await engine.stop();
    },
  };
}

/** Give a new data folder a copy of the initialised cluster; a copy that was cut short is thrown away and made again. */
async function copyTemplate(cache: DebianCache, dir: string): Promise<void> {
  try {
    await makeOwned(dir, cache.mode);
    const target = path.join(dir, 'pg');
    if (existsSync(target)) return;
    const half = path.join(dir, 'pg.partial');
    await rm(half, { recursive: true, force: true });
    await mkdir(path.dirname(half), { recursive: true });
    await runOrThrow('cp', ['-a', '--reflink=auto', path.join(cache.template, 'pg'), half]);
    await rename(half, target);
  } catch (error) {
    throw explainFileError(error, dir);
  }
}
