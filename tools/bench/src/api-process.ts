import { waitFor } from '@aoc/testing';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { bundleProgram } from './bundle';
import { startChild, type Child } from './child';
import { CORPUS_TENANT } from './corpus';

export interface ApiProcess extends Omit<Child, 'exited'> {
  url: string;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

/** The limits that npm start and the image run the API with, which give `MALLOC_ARENA_MAX`, too. */
const LIMITS = ['--max-semi-space-size=8', '--max-old-space-size=192'];

/** The API as its own process on a bench's database. @param change what is done to the bundled program before it starts */
export async function startApi(
  mongoUri: string,
  redisUrl: string,
  dbName: string,
  more: Record<string, string> = {},
  change: (file: string) => Promise<void> = async () => undefined,
): Promise<ApiProcess> {
  const file = await bundleProgram('apps/api/src/main.ts', 'dist/bench/api.js');
  await change(file);
  const port = await freePort();
  const child = startChild(file, LIMITS, {
    MONGO_URI: mongoUri,
    REDIS_URL: redisUrl,
    DB_NAME: dbName,
    QUEUE_PREFIX: 'bench',
    MALLOC_ARENA_MAX: '2',
    PORT: String(port),
    TENANT_ID: CORPUS_TENANT,
    CLIENT_ID: CORPUS_TENANT,
    CLIENT_SECRET: 'bench-has-no-secret',
    RATE_LIMIT_PER_MINUTE: '0',
    RATE_LIMIT_HEAVY_PER_MINUTE: '0',
    ...more,
  });
  const url = `http://127.0.0.1:${port}`;
  const stopped = child.exited.then(() => {
    throw new Error('the API stopped by itself; its last line says why');
  });
  await Promise.race([stopped, waitFor('the API', async () => (await fetch(`${url}/health/ready`)).ok, 60_000)]);
  // Later it stops because the bench is done.
  stopped.catch(() => undefined);
  return { url, ...child };
}
