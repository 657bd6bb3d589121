import { fromStorableRaw } from '@aoc/normalization';
import type { TenantContext } from '@aoc/server/context';
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
  const { _id, raw, targets, actor_key: _actor, search_text: _search, ingest_batch: _batch, raw_text: _raw, ...fields } = event;
  return JSON.stringify({ ...fields, targets: fromStorableRaw(targets), raw: fromStorableRaw(raw) });
}

async function bodyOf(ctx: TenantContext, { stores }: Ingestion, row: SiemOutboxDocument): Promise<string> {
  const events = await stores.events.find(ctx, { dedupe_key: { $in: row.keys } }, { hint: eventIndex.dedupe }).toArray();
  const sorted = events.sort((a, b) => a.timestamp.getTime() - b.timestamp.getTime());
  return sorted.map((event) => `${lineOf(event)}\n`).join('');
}

/**
 * Delivers what waits for the SIEM of a tenant, in order, each batch until the receiver takes it. After a failure it ends; the
 * outbox keeps everything, and the next call goes on when the wait is over.
 * @returns batches delivered, and batches that still wait
 */
export async function forwardSiem(
  ctx: TenantContext,
  ingestion: Ingestion,
  send: SendBatch,
  signal: AbortSignal,
): Promise<{ delivered: number; waiting: number }> {
  const { stores } = ingestion;
  let delivered = 0;
  const state = await stores.siem.findOne(ctx, { _id: ctx.tenantId });
  const waits = state?.next_attempt && state.next_attempt > ctx.clock.now();
  while (!waits && !signal.aborted) {
    const row = await stores.outbox.findOne(ctx, {}, { sort: { seq: 1 } });
    if (!row) break;
    try {
      await send({ id: row._id, tenantId: ctx.tenantId, body: await bodyOf(ctx, ingestion, row), signal });
    } catch (error) {
      const failures = (state?.failures ?? 0) + 1;
      const next_attempt = new Date(ctx.clock.now().getTime() + forwardWait(failures));
      const last_error = error instanceof Error ? error.message.slice(0, 300) : 'unknown error';
      await stores.siem.updateOne(ctx, { _id: ctx.tenantId }, { $set: { failures, last_error, next_attempt } });
      break;
    }
    await stores.outbox.deleteMany(ctx, { _id: row._id });
    await stores.siem.updateOne(
      ctx,
      { _id: ctx.tenantId },
      { $set: { failures: 0, last_error: null, next_attempt: null, last_success: ctx.clock.now() } },
    );
    delivered += 1;
  }
  return { delivered, waiting: await stores.outbox.count(ctx, {}, 100_000) };
}
