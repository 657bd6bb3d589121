import type { TenantContext } from '@aoc/server/context';
import { activityId, facetId, type EventDocument } from '@aoc/server/events';
import type { Ingestion } from '../ingestion';
import { activityDeltas, facetDeltas } from '../store/counted';

/** Takes deleted events out of the counters; a value that nothing carries any more is forgotten. */
export async function discountFacets(ctx: TenantContext, { stores }: Ingestion, events: readonly EventDocument[]): Promise<void> {
  const rows = facetDeltas(events).map(({ field, value, count }) => ({
    filter: { _id: facetId(ctx.tenantId, field, value) },
    update: { $inc: { count: -count } },
    upsert: false,
  }));
  if (rows.length === 0) return;
  await stores.facets.bulkUpsert(ctx, rows);
  await stores.facets.deleteMany(ctx, { count: { $lte: 0 } });
  const hours = activityDeltas(events).map(({ field, value, hour, count }) => ({
    filter: { _id: activityId(ctx.tenantId, hour, field, value) },
    update: { $inc: { count: -count } },
    upsert: false,
  }));
  await stores.activity.bulkUpsert(ctx, hours);
  await stores.activity.deleteMany(ctx, { count: { $lte: 0 } });
}
