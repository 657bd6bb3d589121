import type { Source } from '@aoc/contracts';
import { NO_PRIVACY_LIMITS, type TenantContext } from '@aoc/server/context';
import type { Ingestion } from '../ingestion';
import { countRound, eventsOfBatch } from './finish-batch';
import { announceStored } from './live-events';
import { lookAtStored } from './look-at-new';
import type { IngestBatchDocument } from './ingest-batch.schema';

/**
 * How long a recovered row is kept. Its writer may only have been stopped and come back: events that it stores then are
 * found when the row is looked at again.
 */
const KEEP_RECOVERED_MS = 15 * 60_000;
const MAX_ROWS = 1000;

/** Writes down which events the present round counts, unless that has been done. */
async function beginRound(ctx: TenantContext, ingestion: Ingestion, row: IngestBatchDocument): Promise<IngestBatchDocument | null> {
  if (row.pending) return row;
  const counted = new Set(row.counted);
  const left = row.keys.filter((key) => !counted.has(key));
  const inserted = await eventsOfBatch(ctx, ingestion, row._id, left);
  if (inserted.length === 0) return null;
  const pending = inserted.map((event) => event.dedupe_key);
  const begun = await ingestion.stores.batches.findOneAndUpdate(
    ctx,
    { _id: row._id, round: row.round, pending: null },
    { $set: { pending } },
    { returnDocument: 'after' },
  );
  return begun ?? ingestion.stores.batches.findOne(ctx, { _id: row._id });
}

/** Finishes one batch whose writer is gone; safe from several processes at once and while the writer still lives. */
export async function recoverBatch(ctx: TenantContext, ingestion: Ingestion, id: string): Promise<void> {
  const { batches } = ingestion.stores;
  for (;;) {
    const row = await batches.findOneAndUpdate(ctx, { _id: id }, { $set: { state: 'recovered' } }, { returnDocument: 'after' });
    if (!row) return;
    const begun = await beginRound(ctx, ingestion, row);
    if (!begun?.pending) break;
    const events = await eventsOfBatch(ctx, ingestion, id, begun.pending);
    await lookAtStored(ctx, ingestion, begun.pending, id);
    await countRound(ctx, ingestion, begun, events, { repeated: true });
    await announceStored(ctx, ingestion, begun.pending);
    await batches.updateOne(
      ctx,
      { _id: id, round: begun.round },
      { $set: { pending: null, counted: [...begun.counted, ...begun.pending] }, $inc: { round: 1 } },
    );
  }
  await batches.updateOne(ctx, { _id: id, recovered_at: null }, { $set: { recovered_at: ctx.clock.now() } });
}

/**
 * Finishes the batches of a source that were cut off: facets and outbox rows of the events that they stored.
 * Events that they did not store come with the next reading of the same time, since the watermark has not moved.
 * @param olderThan only batches begun before this instant; others may be at work
 * @returns how many rows were looked at
 */
export async function recoverBatches(
  caller: TenantContext,
  ingestion: Ingestion,
  options: { source?: Source; olderThan: Date },
): Promise<number> {
  const ctx: TenantContext = { ...caller, privacy: NO_PRIVACY_LIMITS };
  const { batches } = ingestion.stores;
  const filter = { ...(options.source ? { source: options.source } : {}), created_at: { $lte: options.olderThan } };
  const rows = await batches.find(ctx, filter, { sort: { created_at: 1 }, limit: MAX_ROWS, projection: { _id: 1 } }).toArray();
  for (const { _id } of rows) await recoverBatch(ctx, ingestion, _id);
  const sweep = new Date(ctx.clock.now().getTime() - KEEP_RECOVERED_MS);
  await batches.deleteMany(ctx, { state: 'recovered', recovered_at: { $lte: sweep, $ne: null } });
  return rows.length;
}
