import { systemContext } from '@aoc/server/context';
import { dueSources, ingestionFor, recoverBatches, resumeRuns } from '@aoc/server/ingestion';
import { jobs, type JobRun } from '@aoc/server/queues';
import type { Tenant } from '@aoc/server/tenants';
import type { WorkerDependencies } from '../start/dependencies';

/** A batch that has been open this long has lost its writer. */
const ORPHANED_MS = 60_000;

/** A secret that does not open keeps no other tenant from its turn. */
function hasClient(deps: WorkerDependencies, tenant: Tenant): boolean {
  try {
    return deps.clientOf(tenant) !== null;
  } catch (error) {
    deps.logger.error({ err: error, tenant: tenant.id }, 'not fetched: the credentials of the tenant cannot be opened');
    return false;
  }
}

/** Enqueues what is due, by what is stored, and finishes batches whose writer is gone. */
export async function scheduleFetches(deps: WorkerDependencies, run: JobRun): Promise<void> {
  for (const tenant of await deps.tenants.list()) {
    // Also for a tenant that is not fetched (any more): what was stored or imported of it still has to go out.
    if (deps.config.SIEM_ENABLED) await deps.queue.add(jobs.forwardSiem, { tenant_id: tenant.id }, { deduplicationId: tenant.id });
    if (!tenant.enabled || run.signal.aborted) continue;
    const ctx = systemContext(tenant.id, `job-${run.id}`);
    await recoverBatches(ctx, deps.ingestion, { olderThan: new Date(ctx.clock.now().getTime() - ORPHANED_MS) });
    await resumeRuns(ctx, deps.ingestion, deps.queue);
    if (!hasClient(deps, tenant)) continue;
    for (const source of await dueSources(ctx, ingestionFor(deps.ingestion, tenant)))
      await deps.queue.add(jobs.fetchSource, { tenant_id: tenant.id, source }, { deduplicationId: `${tenant.id}:${source}` });
  }
}
