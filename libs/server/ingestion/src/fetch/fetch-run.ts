import { DomainError, type FetchedSource, type FetchJob, type FetchSourceResult } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import { jobs, type QueueClient } from '@aoc/server/queues';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Ingestion } from '../ingestion';
import type { FetchRunDocument, ReadStretch } from './fetch-run.schema';

const ENDED: ReadonlySet<FetchSourceResult['status']> = new Set(['complete', 'failed', 'skipped']);
/** A run joins one that is open and not older than this, if that one reads at least as much. */
const JOIN_MS = 3_600_000;

const MAX_RESUMED = 100;

const queued = (source: FetchedSource): FetchSourceResult => ({
  source,
  status: 'queued',
  pages: 0,
  read: 0,
  stored: 0,
  duplicates: 0,
  rejected: 0,
  progress: 0,
  error: null,
});

/** Puts the jobs of a run on the queue; doing it again adds nothing while they wait or run. */
async function enqueueRun(
  queue: QueueClient,
  run: Pick<FetchRunDocument, '_id' | 'tenant_id' | 'hours'>,
  sources: readonly FetchedSource[],
): Promise<void> {
  for (const source of sources)
    await queue.add(
      jobs.fetchSource,
      { tenant_id: run.tenant_id, source, hours: run.hours, run_id: run._id },
      { deduplicationId: `${run._id}:${source}` },
    );
}

/**
 * Asks for a fetch of the last `hours` of one source or of all that are switched on. An open run that reads at least as much is joined.
 * @returns the id of the run
 * @throws DomainError bad_request when the source is switched off
 */
export async function requestFetch(
  ctx: TenantContext,
  { stores, settings }: Ingestion,
  queue: QueueClient,
  input: { hours: number; source?: FetchedSource },
): Promise<string> {
  const { source } = input;
  if (source && !settings.sources.includes(source))
    throw new DomainError('bad_request', `The source ${source} is switched off. Add it to SOURCES, or fetch another one.`);
  const wanted = source ? [source] : [...settings.sources];
  const now = ctx.clock.now();
  const open = await stores.runs.findOne(ctx, {
    open: true,
    hours: { $gte: input.hours },
    wanted: { $all: wanted },
    created_at: { $gt: new Date(now.getTime() - JOIN_MS) },
  });
  const run = open ?? {
    _id: randomUUID(),
    tenant_id: ctx.tenantId,
    requested_by: ctx.actor.id,
    hours: input.hours,
    wanted,
    sources: Object.fromEntries(wanted.map((s) => [s, queued(s)])),
    open: wanted.length > 0,
    created_at: now,
    updated_at: now,
  };
  if (!open) await stores.runs.insertOne(ctx, run);
  await enqueueRun(
    queue,
    run,
    wanted.filter((s) => run.sources[s]?.status === 'queued'),
  );
  return run._id;
}

/** Puts what is left of open runs on the queue again, in case that it has lost their jobs: whoever watches them must see an end. */
export async function resumeRuns(ctx: TenantContext, { stores }: Ingestion, queue: QueueClient): Promise<void> {
  const runs = await stores.runs.find(ctx, { open: true }, { sort: { created_at: 1 }, limit: MAX_RESUMED }).toArray();
  for (const run of runs)
    await enqueueRun(
      queue,
      run,
      run.wanted.filter((source) => !ENDED.has(run.sources[source]?.status ?? 'queued')),
    );
}

function statusOf(results: readonly FetchSourceResult[]): FetchJob['status'] {
  if (results.every((r) => ENDED.has(r.status))) return results.some((r) => r.status === 'failed') ? 'failed' : 'complete';
  return results.every((r) => r.status === 'queued') ? 'queued' : 'in_progress';
}

function toJob(run: FetchRunDocument): FetchJob {
  const sources = run.wanted.map((source) => run.sources[source] ?? queued(source));
  const failed = sources.filter((s) => s.status === 'failed');
  return {
    job_id: run._id,
    kind: 'fetch',
    status: statusOf(sources),
    progress: sources.length === 0 ? 1 : sources.reduce((sum, s) => sum + (ENDED.has(s.status) ? 1 : s.progress), 0) / sources.length,
    result: { stored_events: sources.reduce((sum, s) => sum + s.stored, 0), job_id: run._id, sources },
    error: failed.length === 0 ? null : failed.map((s) => `${s.source}: ${s.error ?? 'failed'}`).join(' '),
    created_at: run.created_at.toISOString(),
    updated_at: run.updated_at.toISOString(),
  };
}

/** @throws DomainError not_found */
export async function getFetchRun(ctx: TenantContext, { stores }: Ingestion, id: string): Promise<FetchJob> {
  const run = await stores.runs.findOne(ctx, { _id: id });
  if (!run) throw new DomainError('not_found', 'No such job in this tenant. Jobs are forgotten after a month.');
  return toJob(run);
}

/**
 * Waits until a run has ended, at most `timeoutMs`, and no longer than until the signal is aborted.
 * @returns the run as it then is, ended or not
 * @throws DomainError not_found
 */
export async function waitForFetchRun(
  ctx: TenantContext,
  ingestion: Ingestion,
  id: string,
  { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
): Promise<FetchJob> {
  const deadline = ctx.clock.now().getTime() + timeoutMs;
  for (;;) {
    const job = await getFetchRun(ctx, ingestion, id);
    const left = deadline - ctx.clock.now().getTime();
    if (job.status === 'complete' || job.status === 'failed' || left <= 0 || signal.aborted) return job;
    await pause(Math.min(250, left), undefined, { signal }).catch(() => undefined);
  }
}

/** Notes how far a source of a run has come; the run is closed with its last source. */
export async function updateRun(
  ctx: TenantContext,
  { stores }: Ingestion,
  id: string,
  source: FetchedSource,
  change: Partial<Omit<FetchSourceResult, 'source'>>,
): Promise<void> {
  const set = Object.fromEntries(Object.entries(change).map(([field, value]) => [`sources.${source}.${field}`, value]));
  const run = await stores.runs.findOneAndUpdate(
    ctx,
    { _id: id },
    { $set: { ...set, updated_at: ctx.clock.now() } },
    { returnDocument: 'after' },
  );
  if (run?.open && ['complete', 'failed'].includes(toJob(run).status))
    await stores.runs.updateOne(ctx, { _id: id }, { $set: { open: false } });
}

/** How far a source of a run has come, also through workers that were stopped. */
export async function progressOf(
  ctx: TenantContext,
  { stores }: Ingestion,
  id: string,
  source: FetchedSource,
): Promise<{ counts: FetchSourceResult; read: ReadStretch[] }> {
  const run = await stores.runs.findOne(ctx, { _id: id });
  return { counts: run?.sources[source] ?? queued(source), read: run?.read?.[source] ?? [] };
}

/** Notes a stretch that the run has read, so that whoever goes on with it need not read it again. */
export async function noteStretch(
  ctx: TenantContext,
  { stores }: Ingestion,
  id: string,
  source: FetchedSource,
  stretch: ReadStretch,
): Promise<void> {
  await stores.runs.updateOne(ctx, { _id: id }, { $push: { [`read.${source}`]: stretch } });
}
