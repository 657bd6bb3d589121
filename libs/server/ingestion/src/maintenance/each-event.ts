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

interface Pass<T extends string> {
  command: MaintenanceCommand;
  /** Numbers that are counted, all 0 at the beginning. */
  counts: readonly T[];
  /** Works on a batch; what it returns is added to the numbers once the batch is done. A crash repeats the batch. */
  handle: (events: EventDocument[]) => Promise<Record<T, number>>;
  /** What follows when every event was looked at, by the numbers of the whole pass; a crash repeats it. */
  finish: (totals: Record<T, number>) => Promise<void>;
}

const BATCH = 500;
const MAX_COUNT = 1_000_000_000;

/**
 * Passes every event of a tenant through `handle`, in batches, in the order of their ids. Interrupted, it goes on after the last batch
 * that was handled, with its numbers; events stored meanwhile come last.
 * @throws the reason of the signal
 */
export async function eachEvent<T extends string>(
  ctx: TenantContext,
  { stores }: Ingestion,
  { command, counts, handle, finish }: Pass<T>,
  { onProgress, signal, batchSize = BATCH }: MaintenanceRun,
): Promise<{ read: number } & Record<T, number>> {
  const _id = `${ctx.tenantId}|${command}`;
  const total = await stores.events.count(ctx, {}, MAX_COUNT);
  const checkpoint = await stores.checkpoints.findOne(ctx, { _id });
  const names = ['read', ...counts] as const;
  const totals = Object.fromEntries(names.map((name) => [name, checkpoint?.totals[name] ?? 0])) as { read: number } & Record<T, number>;
  let after = checkpoint?.after ?? null;
  for (;;) {
    signal?.throwIfAborted();
    const events = await stores.events.find(ctx, after ? { _id: { $gt: after } } : {}, { sort: { _id: 1 }, limit: batchSize }).toArray();
    const last = events.at(-1);
    if (!last) break;
    const counted: Record<string, number> = { ...(await handle(events)), read: events.length };
    for (const name of names) totals[name] = (totals[name] + (counted[name] ?? 0)) as (typeof totals)[typeof name];
    after = last._id;
    const row = { after, totals: { ...totals }, updated_at: ctx.clock.now() };
    await stores.checkpoints.updateOne(ctx, { _id }, { $set: row }, { upsert: true });
    onProgress?.(totals.read, Math.max(total, totals.read));
  }
  await finish(totals);
  await stores.checkpoints.deleteMany(ctx, { _id });
  return totals;
}
