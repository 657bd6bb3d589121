import { NO_PRIVACY_LIMITS, type TenantContext } from '@aoc/server/context';
import { facetId } from '@aoc/server/events';
import type { Ingestion } from '../ingestion';
import { FacetCounter } from '../store/counted';
import { COUNTED_FIELDS } from '../store/finish-batch';

const CHUNK = 500;

/**
 * Counts the facets of a tenant anew from its events; those of tags are left to the verbs that set tags.
 * Run it while no worker stores events of the tenant: what is stored in between is counted twice or not at all.
 */
export async function recountFacets(caller: TenantContext, { stores }: Ingestion): Promise<{ facets: number; removed: number }> {
  const ctx: TenantContext = { ...caller, privacy: NO_PRIVACY_LIMITS };
  const counter = new FacetCounter();
  for await (const event of stores.events.find(ctx, {}, { projection: COUNTED_FIELDS, batchSize: 1000 })) counter.add(event);
  const deltas = counter.deltas();
  const ids = new Set<string>();
  for (let at = 0; at < deltas.length; at += CHUNK) {
    const rows = deltas.slice(at, at + CHUNK).map(({ field, value, count, first, last }) => {
      const _id = facetId(ctx.tenantId, field, value);
      ids.add(_id);
      const set = { field, value, folded: value.toLowerCase(), count, first_seen: first, last_seen: last, batches: [] };
      return { filter: { _id }, update: { $set: set } };
    });
    await stores.facets.bulkUpsert(ctx, rows);
  }
  const known = await stores.facets.find(ctx, { field: { $ne: 'tag' } }, { projection: { _id: 1 } }).toArray();
  const gone = known.map((row) => row._id).filter((id) => !ids.has(id));
  for (let at = 0; at < gone.length; at += CHUNK) await stores.facets.deleteMany(ctx, { _id: { $in: gone.slice(at, at + CHUNK) } });
  return { facets: ids.size, removed: gone.length };
}
