import { NO_PRIVACY_LIMITS, type TenantContext } from '@aoc/server/context';
import type { EventDocument } from '@aoc/server/events';
import { isDeepStrictEqual } from 'node:util';
import type { Ingestion } from '../ingestion';
import { derivedOf, renormalized, type DerivedFields } from './derived-fields';
import { eachEvent, type MaintenanceRun } from './each-event';
import { recountFacets } from './recount-facets';

function changedFields(stored: EventDocument, fresh: DerivedFields): Partial<DerivedFields> {
  return Object.fromEntries(Object.entries(fresh).filter(([field, value]) => !isDeepStrictEqual(Object(stored)[field], value)));
}

/**
 * Applies the mapping file and the normaliser of this version to all stored events of a tenant. Tags, comments, `ingested_at` and the
 * dedupe key stay; facets are counted anew. May be interrupted and run again. Run it while no worker stores events (see
 * {@link recountFacets}).
 * @returns events looked at, changed, and left as they are because their record can no longer be read
 */
export async function renormalize(
  caller: TenantContext,
  ingestion: Ingestion,
  run: MaintenanceRun = {},
): Promise<{ read: number; changed: number; unreadable: number }> {
  const ctx: TenantContext = { ...caller, privacy: NO_PRIVACY_LIMITS };
  const handle = async (events: EventDocument[]): Promise<{ changed: number; unreadable: number }> => {
    let unreadable = 0;
    const rows = events.flatMap((stored) => {
      const event = renormalized(stored, ingestion.mappings, ctx.clock.now());
      if (!event) {
        unreadable += 1;
        return [];
      }
      const change = changedFields(stored, derivedOf(event, stored.raw_text));
      return Object.keys(change).length === 0 ? [] : [{ filter: { _id: stored._id }, update: { $set: change }, upsert: false }];
    });
    if (rows.length > 0) await ingestion.stores.events.bulkUpsert(ctx, rows);
    return { changed: rows.length, unreadable };
  };
  const finish = async (): Promise<void> => void (await recountFacets(ctx, ingestion));
  const pass = { command: 'renormalize', counts: ['changed', 'unreadable'], handle, finish } as const;
  const { read, changed = 0, unreadable = 0 } = await eachEvent(ctx, ingestion, pass, run);
  return { read, changed, unreadable };
}
