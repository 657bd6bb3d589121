import { NO_PRIVACY_LIMITS, type TenantContext } from '@aoc/server/context';
import { eventIndex, type EventDocument } from '@aoc/server/events';
import type { Ingestion } from '../ingestion';
import { renormalized } from './derived-fields';
import { eachEvent, type Progress } from './each-event';
import { mergeAnnotations } from './merge-annotations';
import { recountFacets } from './recount-facets';

/**
 * Gives every stored event of a tenant the dedupe key of this version, and makes one of those that turn out to be the same action:
 * the one stored first stays, with the tags and comments of all. May be interrupted and run again.
 */
export async function dedupe(
  caller: TenantContext,
  ingestion: Ingestion,
  progress: Progress,
): Promise<{ read: number; rekeyed: number; merged: number }> {
  const ctx: TenantContext = { ...caller, privacy: NO_PRIVACY_LIMITS };
  const { events } = ingestion.stores;
  let rekeyed = 0;
  let merged = 0;
  const rekey = async (stored: EventDocument): Promise<void> => {
    const key = renormalized(stored, ingestion.mappings, ctx.clock.now())?.dedupe_key;
    if (key === undefined || key === stored.dedupe_key) return;
    const same = await events.findOne(ctx, { dedupe_key: key }, { hint: eventIndex.dedupe });
    if (!same) {
      await events.updateOne(ctx, { _id: stored._id }, { $set: { dedupe_key: key } });
      rekeyed += 1;
      return;
    }
    const [first, second] = same.ingested_at <= stored.ingested_at ? [same, stored] : [stored, same];
    // The annotations are safe on the one that stays before the other goes.
    await events.updateOne(ctx, { _id: first._id }, { $set: mergeAnnotations(first, second) });
    await events.deleteMany(ctx, { _id: second._id });
    await events.updateOne(ctx, { _id: first._id }, { $set: { dedupe_key: key } });
    merged += 1;
  };
  const handle = async (batch: EventDocument[]): Promise<void> => {
    for (const stored of batch) await rekey(stored);
  };
  const read = await eachEvent(ctx, ingestion, 'dedupe', handle, progress);
  if (merged > 0) await recountFacets(ctx, ingestion);
  return { read, rekeyed, merged };
}
