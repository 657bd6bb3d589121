import type { TenantId } from '@aoc/contracts';
import { systemClock, systemContext } from '@aoc/server/context';
import { deliverDue, dueChannels } from '@aoc/server/notifications';
import { jobs, type JobRun } from '@aoc/server/queues';
import type { WorkerDependencies } from '../start/dependencies';

type Dependencies = Pick<WorkerDependencies, 'connection' | 'queue' | 'notifications' | 'logger'>;

/** Enqueues the delivery of each channel for which something is due; one that is being delivered already is not enqueued again. */
export async function dispatchNotifications({ connection, queue }: Pick<Dependencies, 'connection' | 'queue'>): Promise<void> {
  for (const { tenantId, channelId } of await dueChannels(connection, systemClock.now()))
    await queue.add(
      jobs.deliverNotifications,
      { tenant_id: tenantId, channel_id: channelId },
      { deduplicationId: `${tenantId}:${channelId}` },
    );
}

/** Delivers what is due for a channel. */
export async function deliverNotifications(
  { notifications, logger }: Pick<Dependencies, 'notifications' | 'logger'>,
  data: { tenant_id: TenantId; channel_id: string },
  run: Pick<JobRun, 'id' | 'signal'>,
): Promise<void> {
  const ctx = systemContext(data.tenant_id, `job-${run.id}`);
  const counts = await deliverDue(ctx, notifications, { channelId: data.channel_id, signal: run.signal });
  const log = logger.child({ tenant: data.tenant_id, channel: data.channel_id, job_id: run.id });
  if (counts.delivered > 0) log.info(counts, 'notified');
  if (counts.retried > 0) log.warn(counts, 'a receiver of notifications does not take them; they are tried again');
  if (counts.dead > 0) log.warn(counts, 'notifications were given up; the delivery log says why');
}
