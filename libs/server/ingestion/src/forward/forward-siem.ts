import { fromStorableRaw } from '@aoc/normalization';
import { NO_PRIVACY_LIMITS, type TenantContext } from '@aoc/server/context';
import { eventIndex, type EventDocument } from '@aoc/server/events';
import type { Ingestion } from '../ingestion';
import type { SiemOutboxDocument } from './siem-outbox.schema';

/** Sends one batch. Resolves when the receiver has taken it; `id` lets it drop a repeat. @throws when it has not */
export type SendBatch = (batch: { id: string; tenantId: string; body: string; signal: AbortSignal }) => Promise<void>;

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 300_000;

/** The wait after `failures` failures in a row, in milliseconds. */
export const forwardWait = (failures: number): number => Math.min(FIRST_WAIT_MS * 2 ** Math.max(0, failures - 1), LONGEST_WAIT_MS);

function lineOf(event: EventDocument): string {
  const { _id, raw, targets, actor_key: _a, search_text: _s, lookup_keys: _l, ingest_batch: _b, raw_text: _r, ...fields } = event;
  return JSON.stringify({ ...fields, targets: fromStorableRaw(targets), raw: fromStorableRaw(raw) });
}

/** Events of a batch as NDJSON, oldest first; none when they have been deleted meanwhile. */
async function linesOf(ctx: TenantContext, { stores }: Ingestion, row: SiemOutboxDocument): Promise<string[]> {
  const events = await stores.events.find(ctx, { dedupe_key: { $in: row.keys } }, { hint: eventIndex.dedupe }).toArray();
  const sorted = events.sort((a, b) => a.timestamp.getTime() - b.timestamp.getTime());
  return sorted.map((event) => `${lineOf(event)}\n`);
}

async function noteFailure(ctx: TenantContext, { stores }: Ingestion, failures: number, message: string): Promise<void> {
  const next_attempt = new Date(ctx.clock.now().getTime() + forwardWait(failures));
  await stores.siem.updateOne(ctx, { _id: ctx.tenantId }, { $set: { failures, last_error: message.slice(0, 300), next_attempt } });
}

/** What a call to {@link forwardSiem} has done. */
export interface ForwardOutcome {
  /** Batches that the receiver has taken. */
  delivered: number;
  /** Events in them. */
  events: number;
  /** Why it ended before everything was delivered; null when nothing failed. */
  error: string | null;
}

/**
 * Delivers what waits for the SIEM of a tenant, in order, each batch until the receiver takes it. After a failure it ends; the
 * outbox keeps everything, and the next call goes on when the wait is over. A crash between delivery and its mark sends the batch
 * again, under the same id.
 */
export async function forwardSiem(
  caller: TenantContext,
  ingestion: Ingestion,
  send: SendBatch,
  signal: AbortSignal,
): Promise<ForwardOutcome> {
  const ctx: TenantContext = { ...caller, privacy: NO_PRIVACY_LIMITS };
  const { stores } = ingestion;
  const outcome: ForwardOutcome = { delivered: 0, events: 0, error: null };
  const state = await stores.siem.findOne(ctx, { _id: ctx.tenantId });
  if (state?.next_attempt && state.next_attempt > ctx.clock.now()) return outcome;
  let failures = state?.failures ?? 0;
  while (!signal.aborted) {
    const row = await stores.outbox.findOne(ctx, {}, { sort: { seq: 1 } });
    if (!row) break;
    const lines = await linesOf(ctx, ingestion, row);
    try {
      if (lines.length > 0) await send({ id: row._id, tenantId: ctx.tenantId, body: lines.join(''), signal });
    } catch (error) {
      // A worker that stops has not been refused by anybody.
      if (signal.aborted) break;
      outcome.error = error instanceof Error ? error.message : 'unknown error';
      await noteFailure(ctx, ingestion, failures + 1, outcome.error);
      break;
    }
    await ingestion.onForwarded?.(row._id);
    await stores.outbox.deleteMany(ctx, { _id: row._id });
    const success = { failures: 0, last_error: null, next_attempt: null, last_success: ctx.clock.now() };
    await stores.siem.updateOne(ctx, { _id: ctx.tenantId }, { $set: success });
    failures = 0;
    outcome.delivered += 1;
    outcome.events += lines.length;
  }
  return outcome;
}
