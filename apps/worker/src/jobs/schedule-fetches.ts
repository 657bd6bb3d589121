import { readContext, systemContext } from '@aoc/server/context';
import { dueSources, recoverBatches, resumeRuns, tenantsAtWork } from '@aoc/server/ingestion';
import { jobs, type JobRun } from '@aoc/server/queues';
import type { Tenant } from '@aoc/server/tenants';
import type { WorkerDependencies } from '../start/dependencies';

/** A batch that has been open this long has lost its writer. */
const ORPHANED_MS = 60_000;
/** Tenants that one query looks at. */
const GROUP = 500;

/**
 * A secret that does not open keeps no other tenant from its turn. No client is made: thousands in a row would push those out, and so close
 * them, that fetches are using.
 */
function isReadable(deps: WorkerDependencies, tenant: Tenant): boolean {
  try {
    return deps.isReadable(tenant);
  } catch (error) {
    deps.logger.error({ err: error, tenant: tenant.id }, 'not fetched: the credentials of the tenant cannot be opened');
    return false;
  }
}

/** Enqueues what is due, by what is stored, and finishes batches whose writer is gone. A few queries for many tenants. */
export async function scheduleFetches(deps: WorkerDependencies, run: JobRun): Promise<void> {
  const tenants = await deps.tenants.list();
  for (let from = 0; from < tenants.length; from += GROUP) await scheduleGroup(deps, tenants.slice(from, from + GROUP), run);
}

async function scheduleGroup(deps: WorkerDependencies, tenants: readonly Tenant[], run: JobRun): Promise<void> {
  const { ingestion, queue } = deps;
  const requestId = `job-${run.id}`;
  // Also for tenants that are not fetched (any more): what was stored or imported of them still has to go out.
  const forwarded = deps.config.SIEM_ENABLED ? tenants : [];
  await queue.addMany(
    jobs.forwardSiem,
    forwarded.map(({ id }) => ({ data: { tenant_id: id }, deduplicationId: id })),
  );
  const enabled = tenants.filter((tenant) => tenant.enabled);
  const [first, ...others] = enabled.map(({ id }) => id);
  if (first === undefined || run.signal.aborted) return;
  const all = readContext([first, ...others], requestId);
  for (const id of await tenantsAtWork(all, ingestion)) {
    const ctx = systemContext(id, requestId);
    await recoverBatches(ctx, ingestion, { olderThan: new Date(ctx.clock.now().getTime() - ORPHANED_MS) });
    await resumeRuns(ctx, ingestion, queue);
  }
  const due = await dueSources(all, ingestion, enabled);
  const wanted = enabled
    .filter(({ id }) => due.has(id))
    .filter((tenant) => isReadable(deps, tenant))
    .flatMap(({ id }) => (due.get(id) ?? []).map((source) => ({ data: { tenant_id: id, source }, deduplicationId: `${id}:${source}` })));
  // Those that wait or run already are among them.
  await queue.addMany(jobs.fetchSource, wanted);
}
