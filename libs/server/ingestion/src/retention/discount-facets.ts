import type { TenantContext } from '@aoc/server/context';
import { activityId, facetId, recountTags, touchFacets } from '@aoc/server/events';
import type { Ingestion } from '../ingestion';
import { activityDeltas, facetDeltas } from '../store/counted';
import type { ExpiredEvent } from './retention-batch.schema';

const PREFIX = 'retention:';
const CHUNK = 500;

export const retentionApplication = (id: string): string => `${PREFIX}${id}`;

/**
 * Takes deleted events out of the counters, once per application; a value that nothing carries any more is forgotten. A counter
 * remembers the last application of retention only, since the one before has ended.
 */
export async function discountFacets(
  ctx: TenantContext,
  { stores }: Ingestion,
  events: readonly ExpiredEvent[],
  application: string,
): Promise<void> {
  const marks = { $ifNull: ['$batches', []] };
  const others = { $filter: { input: marks, cond: { $ne: [{ $substrCP: ['$$this', 0, PREFIX.length] }, PREFIX] } } };
  const subtractOnce = (count: number) => [
    {
      $set: {
        count: { $cond: [{ $in: [application, marks] }, '$count', { $subtract: ['$count', count] }] },
        batches: { $concatArrays: [others, [application]] },
      },
    },
  ];
  const rows = facetDeltas(events).map(({ field, value, count }) => ({
    filter: { _id: facetId(ctx.tenantId, field, value) },
    update: subtractOnce(count),
    upsert: false,
  }));
  for (let at = 0; at < rows.length; at += CHUNK) await stores.facets.bulkUpsert(ctx, rows.slice(at, at + CHUNK));
  if (rows.length > 0) {
    await stores.facets.deleteMany(ctx, { count: { $lte: 0 } });
    await touchFacets(ctx, stores);
  }
  const hours = activityDeltas(events).map(({ field, value, hour, count }) => ({
    filter: { _id: activityId(ctx.tenantId, hour, field, value) },
    update: subtractOnce(count),
    upsert: false,
  }));
  for (let at = 0; at < hours.length; at += CHUNK) await stores.activity.bulkUpsert(ctx, hours.slice(at, at + CHUNK));
  if (hours.length > 0) await stores.activity.deleteMany(ctx, { count: { $lte: 0 } });
  await recountTags(
    ctx,
    stores,
    events.flatMap((event) => event.tags),
  );
}
