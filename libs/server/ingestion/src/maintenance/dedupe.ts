import { NO_PRIVACY_LIMITS, type TenantContext } from '@aoc/server/context';
import { eventIndex, type EventDocument } from '@aoc/server/events';
import type { Ingestion } from '../ingestion';
import { renormalized } from './derived-fields';
import { eachEvent, type MaintenanceRun } from './each-event';
import { mergeInto } from './merge-annotations';
import { recountFacets } from './recount-facets';

type Rekeyed = 'unchanged' | 'rekeyed' | 'merged';

async function rekey(ctx: TenantContext, { stores, mappings }: Ingestion, stored: EventDocument, forwarding: boolean): Promise<Rekeyed> {
  const { events, outbox } = stores;
  const key = renormalized(stored, mappings, ctx.clock.now())?.dedupe_key;
  if (key === undefined || key === stored.dedupe_key) return 'unchanged';
  // What waits for the SIEM names events by their key: it has to find this one under either.
  if (forwarding) await outbox.updateMany(ctx, { keys: stored.dedupe_key }, { $addToSet: { keys: key } });
  const same = await events.findOne(ctx, { dedupe_key: key }, { hint: eventIndex.dedupe });
  if (same) {
    const [first, second] = same.ingested_at <= stored.ingested_at ? [same, stored] : [stored, same];
    await mergeInto(ctx, events, first._id, second._id);
    if (first === same) return 'merged';
  }
  await events.updateOne(ctx, { _id: stored._id }, { $set: { dedupe_key: key } });
  return same ? 'merged' : 'rekeyed';
}

/**
 * Gives every stored event of a tenant the dedupe key of this version, and makes one of those that turn out to be the same action:
 * the one stored first stays, with the tags and comments of all. May be interrupted and run again. Run it while no worker stores
 * events (see {@link recountFacets}).
 * @returns events looked at, given another key, and merged into another one
 */
export async function dedupe(
  caller: TenantContext,
  ingestion: Ingestion,
  run: MaintenanceRun = {},
): Promise<{ read: number; rekeyed: number; merged: number }> {
  const ctx: TenantContext = { ...caller, privacy: NO_PRIVACY_LIMITS };
  const handle = async (batch: EventDocument[]): Promise<{ rekeyed: number; merged: number }> => {
    const forwarding = (await ingestion.stores.outbox.count(ctx, {}, 1)) > 0;
    const counts = { unchanged: 0, rekeyed: 0, merged: 0 };
    for (const stored of batch) counts[await rekey(ctx, ingestion, stored, forwarding)] += 1;
    return counts;
  };
  // Whether something was merged is not asked: a merge just before an interruption may not have been counted.
  const finish = async (): Promise<void> => void (await recountFacets(ctx, ingestion));
  return eachEvent(ctx, ingestion, { command: 'dedupe', counts: ['rekeyed', 'merged'], handle, finish }, run);
}
