import { NO_PRIVACY_LIMITS, type TenantContext } from '@aoc/server/context';
import { activityId } from '@aoc/server/events';
import type { Ingestion } from '../ingestion';
import { ActivityCounter } from '../store/counted';

const CHUNK = 500;

/**
 * Counts the events of a tenant by hour anew. Run it while no worker or import stores events of the tenant. May be interrupted and run
 * again.
 * @returns hourly counters
 */
export async function recountActivity(caller: TenantContext, { stores }: Ingestion): Promise<number> {
  const ctx: TenantContext = { ...caller, privacy: NO_PRIVACY_LIMITS };
  const counter = new ActivityCounter();
  const projection = { _id: 0, timestamp: 1, service: 1, result: 1 };
  for await (const event of stores.events.find(ctx, {}, { projection, batchSize: 1000 })) counter.add(event);
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
