import { NO_PRIVACY_LIMITS, type TenantContext } from '@aoc/server/context';
import { eventIndex, type EventDocument } from '@aoc/server/events';
import type { Ingestion } from '../ingestion';
import { renormalized } from './derived-fields';
import { eachEvent, type MaintenanceRun } from './each-event';
import { mergeInto } from './merge-annotations';
import { recountFacets } from './recount-facets';

/** An event and the key that it has to have. */
interface Wanted {
  stored: EventDocument;
  key: string;
}

/** What waits for the SIEM names events by their key: it has to find them under the old and the new one. */
async function followInOutbox(ctx: TenantContext, { stores: { outbox } }: Ingestion, wanted: readonly Wanted[]): Promise<void> {
  if ((await outbox.count(ctx, {}, 1)) === 0) return;
  const newKeys = new Map(wanted.map(({ stored, key }) => [stored.dedupe_key, key]));
  for (const row of await outbox.find(ctx, { keys: { $in: [...newKeys.keys()] } }).toArray()) {
    const added = row.keys.flatMap((key) => newKeys.get(key) ?? []);
    await outbox.updateOne(ctx, { _id: row._id }, { $addToSet: { keys: { $each: added } } });
  }
}

async function merge(ctx: TenantContext, { stores: { events } }: Ingestion, { stored, key }: Wanted): Promise<void> {
  const same = await events.findOne(ctx, { dedupe_key: key }, { hint: eventIndex.dedupe });
  if (same) {
    const [first, second] = same.ingested_at <= stored.ingested_at ? [same, stored] : [stored, same];
    await mergeInto(ctx, events, first._id, second._id);
    if (first === same) return;
  }
  await events.updateOne(ctx, { _id: stored._id }, { $set: { dedupe_key: key } });
}

async function rekey(
  ctx: TenantContext,
  ingestion: Ingestion,
  batch: readonly EventDocument[],
): Promise<{ rekeyed: number; merged: number }> {
  const { events } = ingestion.stores;
  const wanted = batch.flatMap((stored): Wanted[] => {
    const key = renormalized(stored, ingestion.mappings, ctx.clock.now())?.dedupe_key;
    return key === undefined || key === stored.dedupe_key ? [] : [{ stored, key }];
  });
  if (wanted.length === 0) return { rekeyed: 0, merged: 0 };
  await followInOutbox(ctx, ingestion, wanted);
  const options = { projection: { dedupe_key: 1 }, hint: eventIndex.dedupe };
  const holders = await events.find(ctx, { dedupe_key: { $in: wanted.map(({ key }) => key) } }, options).toArray();
  const taken = new Set(holders.map((holder) => holder.dedupe_key));
  const free: Wanted[] = [];
  const same: Wanted[] = [];
  for (const one of wanted) {
    (taken.has(one.key) ? same : free).push(one);
    taken.add(one.key);
  }
  const rows = free.map(({ stored, key }) => ({ filter: { _id: stored._id }, update: { $set: { dedupe_key: key } }, upsert: false }));
  if (rows.length > 0) await events.bulkUpsert(ctx, rows);
  for (const one of same) await merge(ctx, ingestion, one);
  return { rekeyed: free.length, merged: same.length };
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
  const handle = (batch: EventDocument[]): Promise<{ rekeyed: number; merged: number }> => rekey(ctx, ingestion, batch);
  // Whether something was merged is not asked: a merge just before an interruption may not have been counted.
  const finish = async (): Promise<void> => void (await recountFacets(ctx, ingestion));
  const pass = { command: 'dedupe', counts: ['rekeyed', 'merged'], handle, finish } as const;
  const { read, rekeyed = 0, merged = 0 } = await eachEvent(ctx, ingestion, pass, run);
  return { read, rekeyed, merged };
}
