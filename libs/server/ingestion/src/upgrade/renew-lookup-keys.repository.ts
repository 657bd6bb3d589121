import { fromStorableRaw, lookupKeys } from '@aoc/normalization';
import { eventCollection, type EventDocument } from '@aoc/server/events';
import { collectionOf, type Connection } from '@aoc/server/mongo';
import { ObjectId } from 'mongodb';
import { isDeepStrictEqual } from 'node:util';
import { withRawWords } from '../store/event-document';

const PROJECTION = {
  targets: 1,
  search_text: 1,
  raw_text: 1,
  entity_keys: 1,
  service: 1,
  operation: 1,
  source: 1,
  result: 1,
  lookup_keys: 1,
} as const;
type KeyedEvent = Pick<EventDocument, '_id' | keyof typeof PROJECTION>;
const BATCH = 1000;

function keysOf(event: KeyedEvent): string[] {
  const keys = lookupKeys({ ...event, targets: fromStorableRaw(event.targets) });
  return event.raw_text === undefined ? keys : withRawWords(keys, event.raw_text);
}

export interface RenewRun {
  /** Looks and counts, and writes nothing. */
  dryRun?: boolean;
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

/**
 * Gives the events of an earlier 2.x the lookup keys of this version, made from their other fields, in batches. Interrupted, it is begun again
 * and passes over what is done. @returns events with other keys than before
 */
export async function renewLookupKeys(connection: Connection, { dryRun, onProgress, signal }: RenewRun): Promise<number> {
  const events = collectionOf<EventDocument>(connection, eventCollection.name);
  const total = await events.estimatedDocumentCount();
  let renewed = 0;
  let done = 0;
  for (let after = new ObjectId('0'.repeat(24)); ;) {
    signal?.throwIfAborted();
    // What has no tenant is of 1.x, and gets its keys when it is upgraded.
    const batch = await events
      .find({ _id: { $gt: after }, tenant_id: { $exists: true } }, { projection: PROJECTION, sort: { _id: 1 }, limit: BATCH })
      .toArray();
    const last = batch.at(-1);
    if (!last) return renewed;
    const rows = batch.flatMap((event) => {
      const lookup_keys = keysOf(event);
      return isDeepStrictEqual(lookup_keys, event.lookup_keys)
        ? []
        : [{ updateOne: { filter: { _id: event._id }, update: { $set: { lookup_keys } } } }];
    });
    if (rows.length > 0 && !dryRun) await events.bulkWrite(rows, { ordered: false });
    renewed += rows.length;
    done += batch.length;
    after = last._id;
    onProgress?.(done, Math.max(total, done));
  }
}
