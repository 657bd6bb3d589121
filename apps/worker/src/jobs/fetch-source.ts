import type { AuditOutcome, FetchedSource, TenantId } from '@aoc/contracts';
import { systemContext, type TenantContext } from '@aoc/server/context';
import { fetchSource as readSource, ingestionFor, updateRun, type FetchOutcome } from '@aoc/server/ingestion';
import { jobs, PostponeJob, type JobRun } from '@aoc/server/queues';
import { certificateNotice, certificateOf, configuredRegistration } from '@aoc/server/tenants';
import type { WorkerDependencies } from '../start/dependencies';

interface FetchData {
  tenant_id: TenantId;
  source: FetchedSource;
  hours?: number | undefined;
  run_id?: string | undefined;
}
/** Pause before a source that another worker reads is looked at again. */
const BUSY_MS = 2000;
/** A long backfill gives its place to others between two slices. */
const BUDGET_MS = 120_000;
const SOON_MS = 100;
/** Waits of a throttled source are cut here, so that a mistaken date does not stop it for days. */
const LONGEST_WAIT_MS = 3_600_000;
const NO_TENANT =
  'The tenant is gone, disabled or without credentials. Set TENANT_ID, CLIENT_ID and CLIENT_SECRET (or a certificate), or enter its credentials on the list of tenants.';
const GAVE_UP = 'The fetch failed several times. The state of the source says why; the next schedule tries again.';

/** What follows from how a run ended. @throws PostponeJob when it goes on later without holding a place of the worker */
function goOn(outcome: FetchOutcome, watched: boolean): void {
  if (outcome.kind === 'throttled') throw new PostponeJob(Math.min(Math.max(outcome.retryAfterMs, SOON_MS), LONGEST_WAIT_MS));
  if (outcome.kind === 'more') throw new PostponeJob(SOON_MS);
  // A scheduled fetch of a source that is being read has nothing to do; one that somebody asked for waits its turn.
  if (outcome.kind === 'busy' && watched) throw new PostponeJob(BUSY_MS);
}

/**
 * A row in the audit trail about the end of a fetch that somebody asked for. Those of the schedule leave none: coverage and source health
 * say what they read, and they are many thousands a day.
 */
async function note(
  { record }: WorkerDependencies,
  ctx: TenantContext,
  { run_id: target, source, hours }: FetchData,
  outcome: AuditOutcome,
  totals?: { read: number; stored: number; rejected: number },
): Promise<void> {
  if (target === undefined) return;
  const counts = totals && { read: totals.read, stored: totals.stored, rejected: totals.rejected };
  await record(ctx, {
    action: jobs.fetchSource.name,
    target,
    outcome,
    detail: { source, ...(hours === undefined ? {} : { hours }), ...counts },
  });
}

/** Reads one source. */
export async function fetchSource(deps: WorkerDependencies, data: FetchData, run: JobRun): Promise<void> {
  const { ingestion, metrics, logger } = deps;
  const { tenant_id, source, run_id } = data;
  const ctx = systemContext(tenant_id, `job-${run.id}`);
  const log = logger.child({ job_id: run.id, tenant: tenant_id, source });
  const tenant = await deps.tenants.find(tenant_id);
  const client = tenant?.enabled ? deps.clientOf(tenant) : null;
  if (!tenant || !client) {
    log.warn('skipped: the tenant is gone, disabled or without credentials');
    if (run_id !== undefined) await updateRun(ctx, ingestion, run_id, source, { status: 'skipped', error: NO_TENANT });
    await note(deps, ctx, data, 'refused');
    return;
  }
  let outcome: FetchOutcome;
  try {
    outcome = await readSource(ctx, ingestionFor(ingestion, tenant), {
      source,
      client,
      owner: `${deps.owner}:${run.id}:${run.attempt}`,
      signal: run.signal,
      budgetMs: BUDGET_MS,
      notice: certificateNotice(certificateOf({ configured: configuredRegistration(deps.config) }, tenant), ctx.clock.now()),
      ...(data.hours === undefined ? {} : { hours: data.hours }),
      ...(run_id === undefined ? {} : { runId: run_id }),
      onPage: ({ stored, rejected }) => {
        metrics.fetchedRecords.inc({ source, outcome: 'stored' }, stored);
        metrics.fetchedRecords.inc({ source, outcome: 'rejected' }, rejected);
      },
    });
  } catch (error) {
    if (run.signal.aborted) {
      // This worker stops: the job is no failure, and another worker goes on with it.
      log.info('handed back: this worker stops');
      throw new PostponeJob(SOON_MS);
    }
    metrics.fetchRuns.inc({ source, status: 'failed' });
    log.warn({ err: error }, 'fetch ended early');
    if (run.last && run_id !== undefined) {
      await updateRun(ctx, ingestion, run_id, source, { status: 'failed', error: GAVE_UP });
      await note(deps, ctx, data, 'failed');
    }
    throw error;
  }
  metrics.fetchRuns.inc({ source, status: outcome.kind });
  if (outcome.kind === 'refused') log.warn(outcome, 'not fetched until somebody acts');
  else log.info(outcome, 'fetched');
  if (outcome.kind === 'complete') await note(deps, ctx, data, 'ok', outcome.totals);
  if (outcome.kind === 'refused') await note(deps, ctx, data, 'refused');
  goOn(outcome, run_id !== undefined);
}
