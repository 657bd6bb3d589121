import { NO_PRIVACY_LIMITS, type TenantContext } from '@aoc/server/context';
import type { EventDocument } from '@aoc/server/events';
import { isDeepStrictEqual } from 'node:util';
import type { Ingestion } from '../ingestion';
import { derivedOf, renormalized, type DerivedFields } from './derived-fields';
import { eachEvent, type Progress } from './each-event';
import { recountFacets } from './recount-facets';

function changedFields(stored: EventDocument, fresh: DerivedFields): Partial<DerivedFields> {
  return Object.fromEntries(Object.entries(fresh).filter(([field, value]) => !isDeepStrictEqual(Object(stored)[field], value)));
}

/**
 * Applies the mapping file and the normaliser of this version to all stored events of a tenant. Tags, comments, `ingested_at` and the
 * dedupe key stay; facets are counted anew. May be interrupted and run again.
 */
export async function renormalize(
  caller: TenantContext,
  ingestion: Ingestion,
  progress: Progress,
): Promise<{ read: number; changed: number; unreadable: number }> {
  const ctx: TenantContext = { ...caller, privacy: NO_PRIVACY_LIMITS };
  let changed = 0;
  let unreadable = 0;
  const handle = async (events: EventDocument[]): Promise<void> => {
    const rows = events.flatMap((stored) => {
      const event = renormalized(stored, ingestion.mappings, ctx.clock.now());
      if (!event) {
        unreadable += 1;
        return [];
      }
      const change = changedFields(stored, derivedOf(event));
      return Object.keys(change).length === 0 ? [] : [{ filter: { _id: stored._id }, update: { $set: change }, upsert: false }];
    });
    changed += rows.length;
    if (rows.length > 0) await ingestion.stores.events.bulkUpsert(ctx, rows);
  };
  const read = await eachEvent(ctx, ingestion, 'renormalize', handle, progress);
  await recountFacets(ctx, ingestion);
  return { read, changed, unreadable };
}
