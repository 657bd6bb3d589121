import type { ContentType, FetchedSource, SourceStatus } from '@aoc/contracts';
import { MicrosoftError, type SubscriptionState } from '@aoc/microsoft';
import type { TenantContext } from '@aoc/server/context';
import { touchCoverage } from '@aoc/server/events';
import { coveredUntil } from '../coverage/intervals';
import { sourceCoverage } from '../coverage/read-coverage';
import type { Ingestion } from '../ingestion';
import { describeUnreadable, unreadableBlobs } from './content-blobs';
import { stateId, type Lease } from './lease';
import type { Tally } from './tally';
import { DamagedPageError } from './damaged-page-error';

const MINUTE = 60_000;
/** Longest pause after failures that can pass by themselves. */
const RETRY_MS = 5 * MINUTE;

const STATUS: Partial<Record<MicrosoftError['kind'], SourceStatus>> = {
  bad_credentials: 'bad_credentials',
  tenant_not_found: 'bad_credentials',
  missing_consent: 'missing_consent',
  missing_licence: 'missing_licence',
  auditing_off: 'auditing_off',
  throttled: 'throttled',
};

/** State of a source and what to tell the operator, from what ended its run. */
export function describeFailure(error: unknown): { status: SourceStatus; message: string; technical: string; retryable: boolean } {
  if (error instanceof MicrosoftError)
    return { status: STATUS[error.kind] ?? 'failing', message: error.advice, technical: error.message, retryable: error.retryable };
  if (error instanceof DamagedPageError) return { status: 'failing', message: error.message, technical: error.message, retryable: true };
  return {
    status: 'failing',
    message: 'The fetch was interrupted inside AOC, mostly because the database was away. It is tried again by itself; nothing is lost.',
    technical: error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 500) : 'unknown error',
    retryable: true,
  };
}

function describeUnavailable(unavailable: readonly SubscriptionState[]): string | null {
  if (unavailable.length === 0) return null;
  const reason = unavailable.find((state) => state.error)?.error?.advice ?? '';
  return `Not collected: ${unavailable.map((state) => state.type).join(', ')}. ${reason}`.trim();
}

/** Point up to which the source has been read without a hole. */
async function watermarkOf(
  ctx: TenantContext,
  ingestion: Ingestion,
  source: FetchedSource,
  since: Date,
  skipped: readonly ContentType[],
): Promise<Date> {
  const covered = await sourceCoverage(ctx, ingestion, source, skipped);
  // A start that the API no longer had cannot be covered: the first stretch counts.
  const first = covered.map((i) => i.start).sort((a, b) => a - b)[0] ?? since.getTime();
  return new Date(coveredUntil(Math.max(since.getTime(), first), covered));
}

/** Notes a run that read everything that was due. */
export async function noteSuccess(
  ctx: TenantContext,
  ingestion: Ingestion,
  source: FetchedSource,
  run: { lease: Lease; since: Date; startedAt: Date; tally: Tally; unavailable: readonly SubscriptionState[]; notice: string | null },
): Promise<void> {
  const skipped = run.unavailable.map((state) => state.type);
  const lags = run.tally.lags();
  const missing = source === 'unified' ? await describeUnreadable(ctx, ingestion) : null;
  const set = {
    status: 'healthy' as const,
    message: [describeUnavailable(run.unavailable), missing, run.notice].filter((text) => text !== null).join(' ') || null,
    last_error: null,
    last_success: run.startedAt,
    next_attempt: new Date(run.startedAt.getTime() + ingestion.settings.intervalMs),
    failures: 0,
    watermark: await watermarkOf(ctx, ingestion, source, run.since, skipped),
    skipped_types: skipped,
    unreadable_blobs: source === 'unified' ? await unreadableBlobs(ctx, ingestion) : 0,
    ...(lags.lag_seconds === null ? {} : lags),
  };
  await ingestion.stores.states.updateOne(ctx, { _id: stateId(ctx, source), token: run.lease.token }, { $set: set });
  await touchCoverage(ctx, ingestion.stores);
}

/** Notes a run that ended early; the next one is due soon when the failure can pass by itself. */
export async function noteFailure(
  ctx: TenantContext,
  ingestion: Ingestion,
  source: FetchedSource,
  lease: Lease,
  error: unknown,
): Promise<void> {
  const { status, message, technical, retryable } = describeFailure(error);
  const now = ctx.clock.now().getTime();
  const wait = error instanceof MicrosoftError && error.retryAfterMs !== undefined ? error.retryAfterMs : RETRY_MS;
  const next = new Date(now + (retryable ? Math.min(wait, ingestion.settings.intervalMs) : ingestion.settings.intervalMs));
  await ingestion.stores.states.updateOne(
    ctx,
    { _id: stateId(ctx, source), token: lease.token },
    { $set: { status, message, last_error: technical, next_attempt: next }, $inc: { failures: 1 } },
  );
}
