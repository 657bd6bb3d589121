import type { TenantContext } from '@aoc/server/context';
import type { EventDocument } from '@aoc/server/events';
import type { Ingestion } from '../ingestion';

export type MaintenanceCommand = 'renormalize' | 'dedupe';

/** Told after every batch: events looked at until now, and about how many there are. */
export type Progress = (done: number, total: number) => void;

const BATCH = 500;
const MAX_COUNT = 1_000_000_000;

/**
 * Passes every event of a tenant through `handle`, in batches, in the order of their ids. Interrupted, it goes on after the last batch
 * that was handled; events stored meanwhile come last.
 * @returns events looked at
 */
export async function eachEvent(
  ctx: TenantContext,
  { stores }: Ingestion,
  command: MaintenanceCommand,
  handle: (events: EventDocument[]) => Promise<void>,
  progress: Progress,
): Promise<number> {
  const _id = `${ctx.tenantId}|${command}`;
  const total = await stores.events.count(ctx, {}, MAX_COUNT);
  let after = (await stores.checkpoints.findOne(ctx, { _id }))?.after ?? null;
  let done = after ? await stores.events.count(ctx, { _id: { $lte: after } }, MAX_COUNT) : 0;
  for (;;) {
    const events = await stores.events.find(ctx, after ? { _id: { $gt: after } } : {}, { sort: { _id: 1 }, limit: BATCH }).toArray();
    const last = events.at(-1);
    if (!last) break;
    await handle(events);
    after = last._id;
    await stores.checkpoints.updateOne(ctx, { _id }, { $set: { after, updated_at: ctx.clock.now() } }, { upsert: true });
    done += events.length;
    progress(done, total);
  }
  await stores.checkpoints.deleteMany(ctx, { _id });
  return done;
}
