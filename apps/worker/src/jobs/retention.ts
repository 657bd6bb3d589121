import { systemContext } from '@aoc/server/context';
import { applyRetention } from '@aoc/server/ingestion';
import type { JobRun } from '@aoc/server/queues';
import type { WorkerDependencies } from '../start/dependencies';

/** Deletes what is older than each tenant keeps. */
export async function retention(deps: WorkerDependencies, run: JobRun): Promise<void> {
  for (const tenant of await deps.tenants.list()) {
    const days = tenant.retentionDays ?? deps.ingestion.settings.retentionDays;
    const deleted = await applyRetention(systemContext(tenant.id, `job-${run.id}`), deps.ingestion, days, run.signal);
    deps.metrics.retentionDeleted.inc(deleted);
    if (deleted > 0) deps.logger.info({ tenant: tenant.id, job_id: run.id, deleted, days }, 'retention');
  }
}
