import { waitFor } from '@aoc/testing';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Runs what `npm start` runs, with the settings of a real tenant that point to the simulator. */
export function startProduct(port: number, dataDir: string, settings: Record<string, string>) {
  const args = ['tools/dev/launch.mjs', 'start', '--port', String(port), '--data', dataDir, '--no-open'];
  const child = spawn(path.resolve('node_modules/.bin/node'), args, {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...settings },
    // With an IPC channel it ends when this process is gone, however that happens.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = once(child, 'exit');
  return {
    ready: () =>
      waitFor(
        'the product to be ready',
        () => {
          if (child.exitCode !== null) throw new Error(`the product ended:\n${output}`);
          return output.includes('ready http://');
        },
        100_000,
      ),
    async stop() {
      if (child.exitCode === null) child.kill('SIGTERM');
      await exited;
    },
  };
}
