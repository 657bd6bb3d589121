import type { TenantContext } from '@aoc/server/context';
import type { EventDocument } from '@aoc/server/events';
import type { Ingestion } from '../ingestion';

export type MaintenanceCommand = 'renormalize' | 'dedupe';

/** What a maintenance command tells of itself, and how it is ended early. */
export interface MaintenanceRun {
  /** Told after every batch: events looked at until now, and about how many there are. */
  onProgress?: (done: number, total: number) => void;
  /** Ends the command between two batches; the next run goes on there. */
  signal?: AbortSignal;
  /** Events of one batch; 500 when absent. */
  batchSize?: number;
}

/** Numbers of a pass by name; `read` is among them. */
type Totals = Readonly<Record<string, number>>;

interface Pass {
  command: MaintenanceCommand;
  /** Numbers that are counted, all 0 at the beginning. */
  counts: readonly string[];
  /** Works on a batch; what it returns is added to the numbers once the batch is done. A crash repeats the batch. */
  handle: (events: EventDocument[]) => Promise<Totals>;
  /** What follows when every event was looked at, by the numbers of the whole pass; a crash repeats it. */
  finish: (totals: Totals) => Promise<void>;
}

const BATCH = 500;
const MAX_COUNT = 1_000_000_000;

/**
 * Passes every event of a tenant through `handle`, in batches, in the order of their ids. Interrupted, it goes on after the last batch
 * that was handled, with its numbers; events stored meanwhile come last.
 * @throws the reason of the signal
 */
export async function eachEvent(
  ctx: TenantContext,
  { stores }: Ingestion,
  { command, counts, handle, finish }: Pass,
  { onProgress, signal, batchSize = BATCH }: MaintenanceRun,
): Promise<Totals & { read: number }> {
  const _id = `${ctx.tenantId}|${command}`;
  const total = await stores.events.count(ctx, {}, MAX_COUNT);
  const checkpoint = await stores.checkpoints.findOne(ctx, { _id });
  const known = checkpoint?.totals ?? {};
  const totals: Record<string, number> & { read: number } = {
    ...Object.fromEntries(counts.map((name) => [name, known[name] ?? 0])),
    read: known.read ?? 0,
  };
  let after = checkpoint?.after ?? null;
  for (;;) {
    signal?.throwIfAborted();
    const events = await stores.events.find(ctx, after ? { _id: { $gt: after } } : {}, { sort: { _id: 1 }, limit: batchSize }).toArray();
    const last = events.at(-1);
    if (!last) break;
    const counted = await handle(events);
    for (const name of counts) totals[name] = (totals[name] ?? 0) + (counted[name] ?? 0);
    totals.read += events.length;
    after = last._id;
    const row = { after, totals: { ...totals }, updated_at: ctx.clock.now() };
    await stores.checkpoints.updateOne(ctx, { _id }, { $set: row }, { upsert: true });
    onProgress?.(totals.read, Math.max(total, totals.read));
  }
  await finish(totals);
  await stores.checkpoints.deleteMany(ctx, { _id });
  return totals;
}
