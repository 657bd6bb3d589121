import { jobs } from '@aoc/server/queues';
import type { WorkerDependencies } from './dependencies';

const LOOK_EVERY_MS = 30_000;
const SHORTEST_MS = 1000;
/** Notifications that were just written are dispatched at once; this finds those whose time has come. */
const DISPATCH_EVERY_MS = 5000;
/** Schedules are put back this often, and when the queue comes back, because it may have lost its data. */
const RENEW_MS = 60_000;

type Dependencies = Pick<WorkerDependencies, 'queue' | 'config' | 'logger' | 'valkey'>;

async function upsertAll({ queue, config }: Dependencies): Promise<void> {
  const everyMs = Math.max(SHORTEST_MS, Math.min(LOOK_EVERY_MS, (config.FETCH_INTERVAL_MINUTES * 60_000) / 4));
  await queue.schedule(jobs.scheduleFetches, {}, { everyMs });
  await queue.schedule(jobs.dispatchNotifications, {}, { everyMs: DISPATCH_EVERY_MS });
  await queue.schedule(jobs.retention, {}, { cron: '17 3 * * *' });
}

/**
 * Puts the schedules on the queue, again when the queue was away, and every minute. A queue that is away just now does not keep the
 * worker from starting.
 * @returns what ends that
 */
export function keepSchedules(deps: Dependencies): () => void {
  const renew = (): void => {
    upsertAll(deps).catch((error: unknown) => deps.logger.warn({ err: error }, 'schedules could not be renewed'));
  };
  renew();
  const timer = setInterval(renew, RENEW_MS);
  deps.valkey.on('ready', renew);
  return () => {
    clearInterval(timer);
    deps.valkey.off('ready', renew);
  };
}
