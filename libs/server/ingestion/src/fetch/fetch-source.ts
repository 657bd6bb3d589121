import type { FetchedSource, FetchSourceResult } from '@aoc/contracts';
import { MicrosoftError, type MicrosoftClient } from '@aoc/microsoft';
import { NO_PRIVACY_LIMITS, type TenantContext } from '@aoc/server/context';
import { touchCoverage } from '@aoc/server/events';
import type { Ingestion } from '../ingestion';
import { recoverBatches } from '../store/recover-batches';
import type { StoreResult } from '../store/store-records';
import { limitsOf } from '../coverage/limits';
import { noteStretch, progressOf, updateRun } from './fetch-run';
import type { FetchWork } from './fetch-work';
import { acquireLease, stateId, type Lease } from './lease';
import { readGraphSource } from './read-graph';
import { readUnified } from './read-unified';
import { SliceFailures } from './slice-failures';
import { describeFailure, noteFailure, noteSuccess } from './source-outcome';
import { Tally } from './tally';

const HOUR = 3_600_000;
const PROGRESS_EVERY_MS = 1000;
const BUDGET_MS = 600_000;
/** At the age where the API forgets, records vanish while a run waits: that much is read if it is still there, but not promised. */
const EDGE_MS = HOUR;
/** Wait of a throttled source that was not told how long. */
const DEFAULT_WAIT_MS = 30_000;

export interface FetchRequest {
  source: FetchedSource;
  /** Who reads: another run of the same owner may take over at once. */
  owner: string;
  /** Read this much again, although it has been read. */
  hours?: number;
  /** Fetch that somebody asked for and watches. */
  runId?: string;
  client: MicrosoftClient;
  /** What the state of the source says beside its success. */
  notice?: string | null;
  /** Ends the run after the write under way. */
  signal: AbortSignal;
  /** Time after which a scheduled run ends between two slices, so that others have their turn; default 10 minutes. */
  budgetMs?: number;
  onPage?: (result: StoreResult) => void;
}

/** How a run ended. */
export type FetchOutcome =
  | { kind: 'complete'; totals: FetchTotals; lagSeconds: number | null }
  /** Time is up; what is left is due at once. */
  | { kind: 'more'; totals: FetchTotals; lagSeconds: number | null }
  /** Another worker reads the source. */
  | { kind: 'busy' }
  | { kind: 'throttled'; retryAfterMs: number }
  /** Nothing that a repeat could change: credentials, consent, licence, auditing. */
  | { kind: 'refused'; message: string };
type FetchTotals = Pick<FetchSourceResult, 'pages' | 'read' | 'stored' | 'duplicates' | 'rejected'>;

/** Start of what is wanted: as before, or earlier when somebody asks for more; never earlier than the API can give. */
function wantedSince(now: number, { settings }: Ingestion, { source, hours }: FetchRequest, lease: Lease): number {
  const known = lease.state.since?.getTime();
  const asked = now - Math.max(hours === undefined ? 0 : hours * HOUR, known === undefined ? settings.initialMs : 0);
  return Math.min(known ?? now, Math.max(asked, now - limitsOf(source).maxAgeMs + EDGE_MS));
}

/** Marks the beginning of a run. @returns start of what is wanted of the source */
async function begin(ctx: TenantContext, ingestion: Ingestion, request: FetchRequest, lease: Lease): Promise<Date> {
  const now = ctx.clock.now();
  const since = new Date(wantedSince(now.getTime(), ingestion, request, lease));
  await ingestion.stores.states.updateOne(
    ctx,
    { _id: stateId(ctx, request.source), token: lease.token },
    { $set: { last_attempt: now, since } },
  );
  if (since.getTime() !== lease.state.since?.getTime()) await touchCoverage(ctx, ingestion.stores);
  await recoverBatches(ctx, ingestion, { source: request.source, olderThan: now });
  if (request.runId) await updateRun(ctx, ingestion, request.runId, request.source, { status: 'in_progress' });
  return since;
}

async function makeWork(ctx: TenantContext, ingestion: Ingestion, request: FetchRequest, lease: Lease): Promise<FetchWork> {
  const { runId } = request;
  const before = runId ? await progressOf(ctx, ingestion, runId, request.source) : undefined;
  const tally = new Tally(before?.counts);
  const started = ctx.clock.now().getTime();
  let told = started;
  let share = 0;
  const tell = async (): Promise<void> => {
    const now = ctx.clock.now().getTime();
    if (!request.runId || now - told < PROGRESS_EVERY_MS) return;
    told = now;
    await updateRun(ctx, ingestion, request.runId, request.source, { ...tally.totals(), progress: share });
  };
  return {
    ctx,
    ingestion,
    client: request.client,
    source: request.source,
    signal: AbortSignal.any([request.signal, lease.signal]),
    tally,
    previousRead: lease.state.last_success,
    ...(request.hours === undefined ? {} : { requestedMs: request.hours * HOUR }),
    requestedRead: before?.read ?? [],
    onSlice: async (stretch) => {
      if (runId) await noteStretch(ctx, ingestion, runId, request.source, stretch);
    },
    onPage: (result) => request.onPage?.(result),
    onProgress: (done) => {
      share = Math.min(1, done);
      return tell();
    },
    outOfTime: () => request.hours === undefined && ctx.clock.now().getTime() - started > (request.budgetMs ?? BUDGET_MS),
  };
}

async function readAll(work: FetchWork, since: Date) {
  const failures = new SliceFailures();
  const { source } = work;
  const from = new Date(since.getTime() - EDGE_MS);
  const result =
    source === 'unified'
      ? await readUnified(work, from, failures)
      : { finished: await readGraphSource(work, source, from, failures), unavailable: [] };
  failures.throwIfAny();
  return result;
}

/** Notes in the state, and for the watcher if there is one, what ended the run. @throws what a later attempt can overcome */
async function conclude(
  ctx: TenantContext,
  ingestion: Ingestion,
  request: FetchRequest,
  lease: Lease,
  error: unknown,
): Promise<FetchOutcome> {
  if (lease.signal.aborted) throw lease.signal.reason;
  if (request.signal.aborted) throw error;
  // When the database is away, that is what the caller must learn, and the state cannot be written.
  await noteFailure(ctx, ingestion, request.source, lease, error).catch(() => undefined);
  if (error instanceof MicrosoftError && error.kind === 'throttled')
    return { kind: 'throttled', retryAfterMs: error.retryAfterMs ?? DEFAULT_WAIT_MS };
  const { message, retryable } = describeFailure(error);
  if (retryable) throw error;
  if (request.runId) {
    const absent = error instanceof MicrosoftError && (error.kind === 'missing_licence' || error.kind === 'auditing_off');
    await updateRun(ctx, ingestion, request.runId, request.source, { status: absent ? 'skipped' : 'failed', error: message });
  }
  return { kind: 'refused', message };
}

/**
 * Reads what is due of one source of one tenant and stores it. Coverage and watermark move only after the records of a slice are
 * stored, so that ending at any point loses nothing. Its state says afterwards how it went.
 * @throws what a later attempt can overcome: MicrosoftError of a retryable kind, the database, an abort, LeaseLostError
 */
export async function fetchSource(caller: TenantContext, ingestion: Ingestion, request: FetchRequest): Promise<FetchOutcome> {
  const ctx: TenantContext = { ...caller, privacy: NO_PRIVACY_LIMITS };
  const lease = await acquireLease(ctx, ingestion, request.source, request.owner);
  if (!lease) return { kind: 'busy' };
  const startedAt = ctx.clock.now();
  let work: FetchWork | undefined;
  try {
    const since = await begin(ctx, ingestion, request, lease);
    work = await makeWork(ctx, ingestion, request, lease);
    const { finished, unavailable } = await readAll(work, since);
    const result = { totals: work.tally.totals(), lagSeconds: work.tally.lags().lag_seconds };
    if (!finished) return { kind: 'more', ...result };
    await noteSuccess(ctx, ingestion, request.source, {
      lease,
      since,
      startedAt,
      tally: work.tally,
      unavailable,
      notice: request.notice ?? null,
    });
    if (request.runId)
      await updateRun(ctx, ingestion, request.runId, request.source, { ...result.totals, status: 'complete', progress: 1, error: null });
    return { kind: 'complete', ...result };
  } catch (error) {
    // Whoever goes on with the run counts on from here.
    if (work && request.runId) await updateRun(ctx, ingestion, request.runId, request.source, work.tally.totals()).catch(() => undefined);
    return await conclude(ctx, ingestion, request, lease, error);
  } finally {
    // When the database is away the lease ends by itself.
    await lease.release().catch(() => undefined);
  }
}
