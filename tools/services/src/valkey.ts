import { connect } from 'node:net';
import { makeOwned, type DebianCache } from './debian/cache';
import { sandboxed, sandboxEnv } from './debian/sandbox';
import { explainFileError, portTaken } from './errors';
import { ManagedProcess } from './processes/managed-process';
import { onFreePort } from './processes/on-free-port';
import { isListening } from './processes/ports';
import { findSystemProgram } from './processes/programs';
import type { RunningService, ServiceInfo } from './types';

/**
 * Every command is written to the append-only file before its answer is sent, so a killed server loses nothing that it acknowledged. The
 * kernel syncs when it likes: `everysec` may hold a write back while a sync is under way, and `always` costs a sync for every round.
 */
const settings = (port: number, dir: string): string[] =>
  Object.entries({
    port: String(port),
    bind: '127.0.0.1',
    dir,
    appendonly: 'yes',
    appendfsync: 'no',
    save: '',
    'maxmemory-policy': 'noeviction',
    daemonize: 'no',
  }).flatMap(([name, value]) => [`--${name}`, value]);

export type ValkeySource = { kind: 'program'; file: string } | { kind: 'debian'; cache: DebianCache };

/** Valkey (or Redis) with its data below `dir`, on `port` or a free one. */
export async function startValkey(source: ValkeySource, dir: string, port: number | undefined): Promise<RunningService> {
  if (port && (await isListening(port))) throw portTaken('queue', port);
  try {
    await makeOwned(dir, source.kind === 'debian' ? source.cache.mode : 'user-namespace');
  } catch (error) {
    throw explainFileError(error, dir);
  }
  const start = async (candidate: number): Promise<ManagedProcess> => {
    const server = new ManagedProcess({
      ...launch(source, dir, candidate),
      name: 'queue',
      ready: () => answersPing(candidate),
      stopSignal: 'SIGTERM',
    });
    await server.start();
    return server;
  };
  const { result: server, port: used } = port ? { result: await start(port), port } : await onFreePort(start);
  const description = source.kind === 'program' ? source.file : 'Valkey from Debian packages';
  const info: ServiceInfo = { kind: source.kind, description, uri: `redis://127.0.0.1:${used}` };
  return {
    info,
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

function launch(
  source: ValkeySource,
  dir: string,
  port: number,
): { command: string; args: string[]; env: NodeJS.ProcessEnv; wrapped: boolean } {
  if (source.kind === 'debian') {
    const inside = ['/usr/bin/valkey-server', ...settings(port, '/data')];
    return { ...sandboxed({ root: source.cache.root, data: dir, mode: source.cache.mode }, inside), env: sandboxEnv(), wrapped: true };
  }
  const setpriv = findSystemProgram('setpriv');
  const plain = [source.file, ...settings(port, dir)];
  const [command = source.file, ...args] = setpriv ? [setpriv, '--pdeathsig', 'KILL', '--', ...plain] : plain;
  return { command, args, env: process.env, wrapped: false };
}

/** True once the server has loaded its data and answers. */
function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.setTimeout(1_000);
    const end = (ready: boolean): void => {
      socket.destroy();
      resolve(ready);
    };
    socket.on('connect', () => socket.write('PING\r\n'));
    socket.on('data', (data) => end(data.toString().startsWith('+PONG')));
    socket.on('error', () => end(false));
    socket.on('timeout', () => end(false));
  });
}
