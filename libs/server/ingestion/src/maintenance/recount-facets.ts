import { NO_PRIVACY_LIMITS, type TenantContext } from '@aoc/server/context';
import { eventIndex, eventPages, facetId, recountTags, touchFacets } from '@aoc/server/events';
import type { Ingestion } from '../ingestion';
import { ActivityCounter, FacetCounter } from '../store/counted';
import { COUNTED_FIELDS } from '../store/finish-batch';
import { replaceActivity } from './replace-activity';
import { recoverBatches } from '../store/recover-batches';

const CHUNK = 500;

/** Counts the tags that events carry or that a counter exists for, each the way the verbs that set tags do: safe beside analysts. */
async function recountAllTags(ctx: TenantContext, { stores }: Ingestion): Promise<number> {
  const used = await stores.events.aggregate<{ _id: string }>(ctx, { 'tags.0': { $exists: true } }, [
    { $unwind: '$tags' },
    { $group: { _id: '$tags' } },
  ]);
  const known = await stores.facets.find(ctx, { field: 'tag' }, { projection: { value: 1 } }).toArray();
  await recountTags(ctx, stores, [...used.map((row) => row._id), ...known.map((row) => row.value)]);
  return used.length;
}

/**
 * Counts the facets of a tenant anew from its events. Run it while no worker or import stores events of the tenant: what is stored in
 * between is counted twice or not at all. Batches that a crash left unfinished are finished first. May be interrupted and run again.
 * @returns counters of values that occur, and of values that no longer did
 */
export async function recountFacets(caller: TenantContext, ingestion: Ingestion): Promise<{ facets: number; removed: number }> {
  const ctx: TenantContext = { ...caller, privacy: NO_PRIVACY_LIMITS };
  const { stores } = ingestion;
  // Counters forget below which batches they have counted: one that is finished later would be counted twice.
  await recoverBatches(ctx, ingestion, { olderThan: ctx.clock.now() });
  const counter = new FacetCounter();
  const activity = new ActivityCounter();
  const { _id: _out, ...projection } = COUNTED_FIELDS;
  const input = { filter: {}, sort: 'asc' as const, hint: eventIndex.newest, projection, pageSize: 1000 };
  for await (const page of eventPages(ctx, stores, input))
    for (const event of page) {
      counter.add(event);
      activity.add(event);
    }
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
  await touchFacets(ctx, stores);
  await replaceActivity(ctx, ingestion, activity);
  const tags = await recountAllTags(ctx, ingestion);
  return { facets: ids.size + tags, removed: gone.length };
}
