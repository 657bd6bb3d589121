import type { TenantContext } from '@aoc/server/context';
import { activityId } from '@aoc/server/events';
import type { Ingestion } from '../ingestion';
import type { ActivityCounter } from '../store/counted';

const CHUNK = 500;

/** Hourly counters as a complete count found them, in place of those that are there. @returns hourly counters */
export async function replaceActivity(ctx: TenantContext, { stores }: Ingestion, counter: ActivityCounter): Promise<number> {
  await stores.activity.deleteMany(ctx, {});
  const deltas = counter.deltas();
  for (let at = 0; at < deltas.length; at += CHUNK) {
    const rows = deltas.slice(at, at + CHUNK).map(({ field, value, hour, count }) => ({
      filter: { _id: activityId(ctx.tenantId, hour, field, value) },
      update: { $set: { field, value, hour, count, batches: [] } },
    }));
    await stores.activity.bulkUpsert(ctx, rows);
  }
  return deltas.length;
}
