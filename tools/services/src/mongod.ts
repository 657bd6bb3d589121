import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { engineHello } from './mongo-probe';
import { explainFileError, portTaken, reasonOf } from './errors';
import { ManagedProcess } from './processes/managed-process';
import { onFreePort } from './processes/on-free-port';
import { isListening } from './processes/ports';
import { findSystemProgram } from './processes/programs';
import { run, runOrThrow } from './processes/run';
import type { Log, RunningService } from './types';

/** A MongoDB server binary with its data below `dir`, on `port` or a free one. */
export async function startMongod(
  file: string,
  kind: 'program' | 'memory-server',
  dir: string,
  port: number | undefined,
): Promise<RunningService> {
  if (port && (await isListening(port))) throw portTaken('database', port);
  await mkdir(dir, { recursive: true }).catch((error: unknown) => {
    throw explainFileError(error, dir);
  });
  const setpriv = findSystemProgram('setpriv');
  const start = async (candidate: number): Promise<ManagedProcess> => {
    const plain = [
      file,
      '--dbpath',
      dir,
      '--port',
      String(candidate),
      '--bind_ip',
      '127.0.0.1',
      '--nounixsocket',
      '--wiredTigerCacheSizeGB',
      '0.5',
      '--quiet',
    ];
    const [command = file, ...args] = setpriv ? [setpriv, '--pdeathsig', 'KILL', '--', ...plain] : plain;
    const server = new ManagedProcess({
      name: 'database',
      command,
      args,
      ready: () => engineHello(candidate),
      stopSignal: 'SIGTERM',
      wrapped: false,
    });
    await server.start();
    return server;
  };
  const { result: server, port: used } = port ? { result: await start(port), port } : await onFreePort(start);
  return {
    info: { kind, description: file, uri: `mongodb://127.0.0.1:${used}` },
    restart: async () => {
      await server.stop();
      await server.start();
    },
    kill: async () => {
      await server.kill();
      await server.start();
    },
    stop: () => server.stop(),
  };
}

/** Version line of a mongod that runs on this machine; throws when it does not (a missing library, another processor). */
export async function mongodVersion(file: string): Promise<string> {
  const said = await runOrThrow(file, ['--version'], { timeoutMs: 5_000 });
  return said.split('\n')[0] ?? '';
}

const module = 'mongodb-memory-server-core';

/** The mongod that mongodb-memory-server has downloaded before, or downloads now; throws with the reason when there is none. Never waits long for a network that is not there. */
export async function memoryServerBinary(env: NodeJS.ProcessEnv, log: Log): Promise<string> {
  const cached = await ask(env, 'DryMongoBinary', 'locateBinary(await m.DryMongoBinary.generateOptions())', 10_000);
  if (cached) return cached;
  const site = env.MONGOMS_DOWNLOAD_MIRROR || 'https://fastdl.mongodb.org';
  try {
    const answer = await fetch(site, { method: 'HEAD', signal: AbortSignal.timeout(5_000) });
    if (answer.status === 403 || answer.status === 407 || answer.status >= 500) throw new Error(`status ${answer.status}`);
  } catch (error) {
    const cause = error instanceof Error && error.cause ? reasonOf(error.cause) : reasonOf(error);
    throw new Error(`${new URL(site).host} cannot be reached: ${cause}`, { cause: error });
  }
  log(`downloading mongod from ${site}, once`);
  const fetched = await ask(env, 'MongoBinary', 'getPath()', 300_000);
  if (!fetched) throw new Error('the download failed');
  return fetched;
}

/** The package is asked in a process of its own, which can be ended when a download hangs. */
async function ask(env: NodeJS.ProcessEnv, name: string, call: string, timeoutMs: number): Promise<string> {
  const file = createRequire(import.meta.url).resolve(`${module}/lib/util/${name}.js`);
  const code = `const m = await import(${JSON.stringify(file)}); const found = await m.${name}.${call}; if (found) console.log('path=' + found);`;
  const result = await run(process.execPath, ['--input-type=module', '-e', code], { timeoutMs, env });
  if (result.code !== 0) throw new Error(result.stderr.split('\n').find((line) => /Error/.test(line)) ?? 'it ended with an error');
  return /^path=(.+)$/m.exec(result.stdout)?.[1] ?? '';
}
