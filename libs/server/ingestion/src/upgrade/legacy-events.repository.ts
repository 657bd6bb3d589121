import type { Source, TenantId } from '@aoc/contracts';
import { eventCollection, type EventDocument } from '@aoc/server/events';
import { collectionOf, type Connection } from '@aoc/server/mongo';
import { ObjectId, type Collection, type Document } from 'mongodb';
import { createHash } from 'node:crypto';
import { mergeAnnotations } from '../maintenance/merge-annotations';
import { rejectedRecordCollection, type RejectedRecordDocument } from '../store/rejected-record.schema';
import type { UpgradedEvent, UpgradeVerdict } from './legacy-document';

/** An event of 1.x: it has no tenant yet, which is how it is told from upgraded ones. */
export const NOT_UPGRADED = { tenant_id: { $exists: false } } as const;
/** Serves the look-up of upgraded events by key while the unique index cannot exist yet. Its fields are in another order than those. */
const LOOKUP_INDEX = { name: 'upgrade_lookup', key: { dedupe_key: 1, tenant_id: 1 } } as const;
const BATCH = 500;
/** Records longer than this are cut, so that a row stays below the 16 MB that the database takes. */
const MAX_RECORD = 8_000_000;

export type LegacyDocument = Document;

export interface UpgradeItem {
  document: LegacyDocument;
  verdict: UpgradeVerdict;
}

export interface BatchOutcome {
  upgraded: number;
  merged: number;
  rejected: number;
}

const legacy = (connection: Connection): Collection<LegacyDocument> => collectionOf<LegacyDocument>(connection, eventCollection.name);
const upgraded = (connection: Connection): Collection<EventDocument> => collectionOf<EventDocument>(connection, eventCollection.name);

export const ensureLookup = (connection: Connection): Promise<string> =>
  legacy(connection).createIndex(LOOKUP_INDEX.key, { name: LOOKUP_INDEX.name });
export const LOOKUP_INDEX_NAME: string = LOOKUP_INDEX.name;

export const countLegacy = (connection: Connection): Promise<number> => legacy(connection).countDocuments(NOT_UPGRADED);

/** The events of 1.x that are left, in batches. One that is written meanwhile may or may not come. */
export async function* legacyBatches(connection: Connection): AsyncGenerator<LegacyDocument[]> {
  let batch: LegacyDocument[] = [];
  for await (const document of legacy(connection).find(NOT_UPGRADED, { batchSize: BATCH })) {
    batch.push(document);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** When a document was stored, by its id; null when the id holds no time. */
export const storedAt = ({ _id }: LegacyDocument): Date | null => (_id instanceof ObjectId ? _id.getTimestamp() : null);

async function reject(connection: Connection, tenant: TenantId, items: readonly UpgradeItem[], now: Date): Promise<void> {
  const rows = items.flatMap(({ document, verdict }) => {
    if (verdict.ok) return [];
    const record = JSON.stringify(document).toWellFormed().slice(0, MAX_RECORD);
    const _id = createHash('sha256')
      .update(JSON.stringify([tenant, 'upgrade', record]))
      .digest('hex');
    const source: Source = 'import';
    const row = { tenant_id: tenant, source, reason: verdict.reason, detail: verdict.detail, record, occurrences: 1 };
    const set = { ...row, location: `1.x events/${String(document._id)}`, first_seen: now, last_seen: now };
    return [{ updateOne: { filter: { _id }, update: { $setOnInsert: set }, upsert: true } }];
  });
  if (rows.length === 0) return;
  await collectionOf<RejectedRecordDocument>(connection, rejectedRecordCollection.name).bulkWrite(rows, { ordered: false });
  // Gone only after the copies are safe.
  await legacy(connection).deleteMany({ ...NOT_UPGRADED, _id: { $in: items.map(({ document }) => document._id) } });
}

/** Writes an upgraded event over its document, or under a new id when the old one is not of the kind that this version pages by. */
async function overwrite(
  connection: Connection,
  tenant: TenantId,
  items: readonly { document: LegacyDocument; event: UpgradedEvent }[],
  rawText: boolean,
): Promise<void> {
  const unset = rawText ? {} : { $unset: { raw_text: '' } };
  const inPlace = items.filter(({ document }) => document._id instanceof ObjectId);
  if (inPlace.length > 0)
    await legacy(connection).bulkWrite(
      inPlace.map(({ document: { _id }, event }) => ({
        updateOne: { filter: { _id, ...NOT_UPGRADED }, update: { $set: { ...event, tenant_id: tenant }, ...unset } },
      })),
      { ordered: false },
    );
  for (const { document, event } of items) {
    if (document._id instanceof ObjectId) continue;
    await upgraded(connection).insertOne({ ...event, tenant_id: tenant, _id: new ObjectId() });
    await legacy(connection).deleteOne({ _id: document._id, ...NOT_UPGRADED });
  }
}

/** Gives the annotations of an event of 1.x to the upgraded event of the same action, and removes it. */
async function merge(connection: Connection, tenant: TenantId, document: LegacyDocument, event: UpgradedEvent): Promise<void> {
  const filter = { tenant_id: tenant, dedupe_key: event.dedupe_key };
  const kept = await upgraded(connection).findOne(filter, { hint: LOOKUP_INDEX.name });
  if (!kept) throw new Error(`The event ${event.dedupe_key} is gone while its repeat is merged`);
  const ingested_at = kept.ingested_at <= event.ingested_at ? kept.ingested_at : event.ingested_at;
  await upgraded(connection).updateOne({ _id: kept._id }, { $set: { ...mergeAnnotations(kept, event), ingested_at } });
  await legacy(connection).deleteOne({ _id: document._id, ...NOT_UPGRADED });
}

/** Writes one batch. A crash anywhere leaves documents that the next run finds and upgrades, merges or moves; none is lost or twice. */
export async function writeBatch(
  connection: Connection,
  items: readonly UpgradeItem[],
  { tenant, rawText, now }: { tenant: TenantId; rawText: boolean; now: Date },
): Promise<BatchOutcome> {
  const bad = items.filter(({ verdict }) => !verdict.ok);
  await reject(connection, tenant, bad, now);
  const good = items.flatMap(({ document, verdict }) => (verdict.ok ? [{ document, event: verdict.event }] : []));
  const filter = { dedupe_key: { $in: good.map(({ event }) => event.dedupe_key) }, tenant_id: tenant };
  const known = await upgraded(connection)
    .find(filter, { projection: { dedupe_key: 1 }, hint: LOOKUP_INDEX.name })
    .toArray();
  const taken = new Set(known.map((row) => row.dedupe_key));
  const fresh: typeof good = [];
  const repeats: typeof good = [];
  for (const one of good) {
    (taken.has(one.event.dedupe_key) ? repeats : fresh).push(one);
    taken.add(one.event.dedupe_key);
  }
  await overwrite(connection, tenant, fresh, rawText);
  for (const { document, event } of repeats) await merge(connection, tenant, document, event);
  return { upgraded: fresh.length, merged: repeats.length, rejected: bad.length };
}
