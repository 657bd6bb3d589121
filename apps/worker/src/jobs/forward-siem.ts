import type { TenantId } from '@aoc/contracts';
import { systemContext } from '@aoc/server/context';
import { forwardSiem, siemSender } from '@aoc/server/ingestion';
import type { JobRun } from '@aoc/server/queues';
import type { WorkerDependencies } from '../start/dependencies';

/** Delivers the SIEM outbox of a tenant as far as the receiver takes it. */
export async function forwardToSiem(deps: WorkerDependencies, data: { tenant_id: TenantId }, run: JobRun): Promise<void> {
  const ctx = systemContext(data.tenant_id, `job-${run.id}`);
  const log = deps.logger.child({ tenant: data.tenant_id, job_id: run.id });
  const { delivered, events, error } = await forwardSiem(ctx, deps.ingestion, siemSender(deps.config.SIEM_WEBHOOK_URL), run.signal);
  deps.metrics.siemDelivered.inc(events);
  if (delivered > 0) log.info({ delivered, events }, 'forwarded');
  if (error !== null) {
    deps.metrics.siemFailures.inc();
    log.warn({ reason: error }, 'the SIEM receiver does not take events; they wait and are sent again');
  }
}
