import { systemContext } from '@aoc/server/context';
import { applyRetention } from '@aoc/server/ingestion';
import { jobs, type JobRun } from '@aoc/server/queues';
import type { WorkerDependencies } from '../start/dependencies';

type Dependencies = Pick<WorkerDependencies, 'tenants' | 'ingestion' | 'metrics' | 'logger' | 'record'>;

/** Deletes what is older than each tenant keeps, with a row in the audit trail where there was something. What fails for one tenant is told at the end and keeps no other from its turn. */
export async function retention(deps: Dependencies, run: Pick<JobRun, 'id' | 'signal'>): Promise<void> {
  const failures: unknown[] = [];
  for (const tenant of await deps.tenants.list()) {
    const days = tenant.retentionDays ?? deps.ingestion.settings.retentionDays;
    const log = deps.logger.child({ tenant: tenant.id, job_id: run.id });
    const ctx = systemContext(tenant.id, `job-${run.id}`);
    const archived = deps.ingestion.settings.archiveDir !== '';
    try {
      const deleted = await applyRetention(ctx, deps.ingestion, days, run.signal);
      deps.metrics.retentionDeleted.inc(deleted);
      if (deleted === 0) continue;
      log.info({ deleted, days }, 'retention');
      await deps.record(ctx, { action: jobs.retention.name, target: tenant.id, outcome: 'ok', detail: { deleted, days, archived } });
    } catch (error) {
      log.error({ err: error }, 'retention failed');
      // Some may be deleted.
      await deps.record(ctx, { action: jobs.retention.name, target: tenant.id, outcome: 'failed', detail: { days, archived } });
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `Retention failed for ${failures.length} tenants; the log names them.`);
}
