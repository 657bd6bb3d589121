import { startServices } from '@aoc/tools/services';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from '../shared/paths';

const folder = inRoot('.aoc/test');

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Data of runs that were killed. Every run has its own folder, named by its process id, so that runs do not meet. */
function removeOldData(): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    if (!isAlive(Number(name))) rmSync(path.join(folder, name), { recursive: true, force: true });
  }
}

/** Database and queue for one test run, with a data folder that is removed at the end. */
export function testServices(log: (line: string) => void) {
  const dataDir = path.join(folder, String(process.pid));
  let stop: (() => Promise<void>) | null = null;
  return {
    /** Resolves to the environment that tests read the addresses from. */
    async start(): Promise<NodeJS.ProcessEnv> {
      removeOldData();
      const services = await startServices({ dataDir, log, persist: false });
      stop = () => services.stop();
      return { AOC_TEST_MONGO_URI: services.mongoUri, AOC_TEST_REDIS_URL: services.redisUrl };
    },
    async stop(): Promise<void> {
      await stop?.();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
