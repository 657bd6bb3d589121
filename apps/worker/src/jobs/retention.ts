import { systemContext } from '@aoc/server/context';
import { applyRetention } from '@aoc/server/ingestion';
import type { JobRun } from '@aoc/server/queues';
import type { WorkerDependencies } from '../start/dependencies';

type Dependencies = Pick<WorkerDependencies, 'tenants' | 'ingestion' | 'metrics' | 'logger'>;

/** Deletes what is older than each tenant keeps. What fails for one tenant is told at the end and keeps no other from its turn. */
export async function retention(deps: Dependencies, run: Pick<JobRun, 'id' | 'signal'>): Promise<void> {
  const failures: unknown[] = [];
  for (const tenant of await deps.tenants.list()) {
    const days = tenant.retentionDays ?? deps.ingestion.settings.retentionDays;
    const log = deps.logger.child({ tenant: tenant.id, job_id: run.id });
    try {
      const deleted = await applyRetention(systemContext(tenant.id, `job-${run.id}`), deps.ingestion, days, run.signal);
      deps.metrics.retentionDeleted.inc(deleted);
      if (deleted > 0) log.info({ deleted, days }, 'retention');
    } catch (error) {
      log.error({ err: error }, 'retention failed');
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `Retention failed for ${failures.length} tenants; the log names them.`);
}
