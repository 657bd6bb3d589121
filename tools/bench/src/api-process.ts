import { waitFor } from '@aoc/testing';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { bundleProgram } from './bundle';
import { CORPUS_TENANT } from './corpus';

export interface ApiProcess {
  url: string;
  /** Largest resident memory until now, MB, as the kernel counted it. */
  peakMemoryMb(): Promise<number>;
  /** Resident memory now, MB. */
  memoryMb(): Promise<number>;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

/** The limits that npm start and the image run the API with. */
const LIMITS = ['--max-semi-space-size=8', '--max-old-space-size=192'];

/** The API as its own process on a bench's database. */
export async function startApi(mongoUri: string, redisUrl: string, dbName: string, more: Record<string, string> = {}): Promise<ApiProcess> {
  const file = await bundleProgram('apps/api/src/main.ts', 'dist/bench/api.js');
  const port = await freePort();
  const child = spawn(process.execPath, ['--enable-source-maps', ...LIMITS, file], {
    cwd: process.env.AOC_ROOT ?? process.cwd(),
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      MONGO_URI: mongoUri,
      REDIS_URL: redisUrl,
      DB_NAME: dbName,
      QUEUE_PREFIX: 'bench',
      PORT: String(port),
      LOG_LEVEL: 'warn',
      TENANT_ID: CORPUS_TENANT,
      CLIENT_ID: CORPUS_TENANT,
      CLIENT_SECRET: 'bench-has-no-secret',
      RATE_LIMIT_PER_MINUTE: '0',
      RATE_LIMIT_HEAVY_PER_MINUTE: '0',
      ...more,
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  const url = `http://127.0.0.1:${port}`;
  await waitFor('the API', async () => (await fetch(`${url}/health/ready`)).ok, 30_000);
  const memory = async (field: 'VmHWM' | 'VmRSS'): Promise<number> => {
    const status = await readFile(path.join('/proc', String(child.pid), 'status'), 'utf8').catch(() => '');
    return Math.round(Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024);
  };
  return {
    url,
    peakMemoryMb: () => memory('VmHWM'),
    memoryMb: () => memory('VmRSS'),
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
