import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startServices } from './services';

/** Addresses of the services that a test run uses. */
export interface TestServices {
  mongoUri: string;
  redisUrl: string;
  /** Stops what this call started; does nothing for services that the environment named. */
  stop(): Promise<void>;
}

const prefix = 'aoc-test-services-';

/** The services of this test run: those named by AOC_TEST_MONGO_URI and AOC_TEST_REDIS_URL, else fresh ones with data that is thrown away. */
export async function acquireTestServices(env: NodeJS.ProcessEnv = process.env, log?: (line: string) => void): Promise<TestServices> {
  const { AOC_TEST_MONGO_URI: mongoUri, AOC_TEST_REDIS_URL: redisUrl } = env;
  if (mongoUri && redisUrl) return { mongoUri, redisUrl, stop: () => Promise.resolve() };
  await removeLeftovers();
  // A developer's own servers are not for tests, which drop what they find.
  const { MONGO_URI: _mongo, REDIS_URL: _redis, ...clean } = env;
  return startServices({ dataDir: path.join(tmpdir(), `${prefix}${process.pid}`), env: clean, persist: false, log });
}

/** Data of test runs that were killed. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : 0;
    if (pid && !isAlive(pid)) await rm(path.join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
