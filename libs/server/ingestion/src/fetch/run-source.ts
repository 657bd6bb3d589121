import type { FetchedSource } from '@aoc/contracts';
import type { MicrosoftClient } from '@aoc/microsoft';
import { NO_PRIVACY_LIMITS, type TenantContext } from '@aoc/server/context';
import type { Ingestion } from '../ingestion';
import { recoverBatches } from '../store/recover-batches';
import type { StoreResult } from '../store/store-records';
import { limitsOf } from '../coverage/limits';
import { updateRun } from './fetch-run';
import type { FetchWork } from './fetch-work';
import { acquireLease, stateId, type Lease } from './lease';
import { readGraphSource } from './read-graph';
import { readUnified } from './read-unified';
import { SliceFailures } from './slice-failures';
import { noteFailure, noteSuccess } from './source-outcome';
import { Tally } from './tally';

const HOUR = 3_600_000;
const PROGRESS_EVERY_MS = 1000;
const BUDGET_MS = 600_000;

export interface RunSourceInput {
  source: FetchedSource;
  /** Who reads: another run of the same owner may take over at once. */
  owner: string;
  /** Read this much again, although it has been read. */
  hours?: number;
  /** Fetch that somebody asked for and watches. */
  runId?: string;
  /** Ends the run after the write under way. */
  signal: AbortSignal;
  /** Time after which a scheduled run ends between two slices, so that others have their turn; default 10 minutes. */
  budgetMs?: number;
  onPage?: (result: StoreResult) => void;
}

/** `busy`: another worker reads the source. Not `finished`: more is due at once. */
export type RunOutcome =
  | { state: 'busy' }
  | {
      state: 'done';
      finished: boolean;
      pages: number;
      read: number;
      stored: number;
      duplicates: number;
      rejected: number;
      lagSeconds: number | null;
    };

/** Start of what is wanted: as before, or earlier when somebody asks for more; never earlier than the API can give. */
function wantedSince(now: number, { settings }: Ingestion, { source, hours }: RunSourceInput, lease: Lease): number {
  const known = lease.state.since?.getTime();
  const asked = now - Math.max(hours === undefined ? 0 : hours * HOUR, known === undefined ? settings.initialMs : 0);
  return Math.min(known ?? now, Math.max(asked, now - limitsOf(source).maxAgeMs));
}

/** Marks the beginning of a run. @returns start of what is wanted of the source */
async function begin(ctx: TenantContext, ingestion: Ingestion, request: RunSourceInput, lease: Lease): Promise<Date> {
  const now = ctx.clock.now();
  const since = new Date(wantedSince(now.getTime(), ingestion, request, lease));
  await ingestion.stores.states.updateOne(
    ctx,
    { _id: stateId(ctx, request.source), token: lease.token },
    { $set: { last_attempt: now, since } },
  );
  await recoverBatches(ctx, ingestion, { source: request.source, olderThan: now });
  if (request.runId) await updateRun(ctx, ingestion, request.runId, request.source, { status: 'in_progress' });
  return since;
}

function makeWork(ctx: TenantContext, ingestion: Ingestion, client: MicrosoftClient, request: RunSourceInput, lease: Lease): FetchWork {
  const tally = new Tally();
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
    client,
    source: request.source,
    signal: AbortSignal.any([request.signal, lease.signal]),
    tally,
    previousRead: lease.state.last_success,
    ...(request.hours === undefined ? {} : { requestedMs: request.hours * HOUR }),
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
  const result =
    source === 'unified'
      ? await readUnified(work, since, failures)
      : { finished: await readGraphSource(work, source, since, failures), unavailable: [] };
  failures.throwIfAny();
  return result;
}

/**
 * Reads what is due of one source of one tenant and stores it. Coverage and watermark move only after the records of a slice are
 * stored, so that ending at any point loses nothing. Its state says afterwards how it went.
 * @throws MicrosoftError, and whatever a later attempt can overcome: the database, an abort, LeaseLostError
 */
export async function runSource(
  caller: TenantContext,
  ingestion: Ingestion,
  client: MicrosoftClient,
  request: RunSourceInput,
): Promise<RunOutcome> {
  const ctx: TenantContext = { ...caller, privacy: NO_PRIVACY_LIMITS };
  const lease = await acquireLease(ctx, ingestion, request.source, request.owner);
  if (!lease) return { state: 'busy' };
  const startedAt = ctx.clock.now();
  try {
    const since = await begin(ctx, ingestion, request, lease);
    const work = makeWork(ctx, ingestion, client, request, lease);
    const { finished, unavailable } = await readAll(work, since);
    const totals = work.tally.totals();
    if (finished) await noteSuccess(ctx, ingestion, request.source, { lease, since, startedAt, tally: work.tally, unavailable });
    if (finished && request.runId)
      await updateRun(ctx, ingestion, request.runId, request.source, { ...totals, status: 'complete', progress: 1, error: null });
    return { state: 'done', finished, ...totals, lagSeconds: work.tally.lags().lag_seconds };
  } catch (error) {
    if (lease.signal.aborted) throw lease.signal.reason;
    if (!request.signal.aborted) await noteFailure(ctx, ingestion, request.source, lease, error).catch(() => undefined);
    throw error;
  } finally {
    // When the database is away the lease ends by itself.
    await lease.release().catch(() => undefined);
  }
}
