import type { TenantContext } from '@aoc/server/context';
import { facetId, type EventDocument } from '@aoc/server/events';
import type { Ingestion } from '../ingestion';
import { facetDeltas } from '../store/counted';

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
}
