import type { NormalizedEvent } from '@aoc/contracts';
import { NO_PRIVACY_LIMITS, type TenantContext } from '@aoc/server/context';
import { eventIndex } from '@aoc/server/events';
import { isDuplicateKey } from '@aoc/server/mongo';
import { randomBytes } from 'node:crypto';
import type { Ingestion } from '../ingestion';
import { batchesOf } from './batches-of-page';
import { newEvent } from './event-document';
import { applicationId, countRound, eventsOfBatch, noteSettled } from './finish-batch';
import { announce } from './live-events';
import { lookAtNew } from './look-at-new';
import { preparePage, type PageInput, type UnreadableRecord } from './prepare-page';
import { recoverBatch } from './recover-batches';
import { rejectRecords } from './reject-records';
import { resolveNames, type NameResolver } from './resolve-names';

/** What became of the records of a page. `read` is the sum of the three others. */
export interface StoreResult {
  read: number;
  stored: number;
  duplicates: number;
  rejected: number;
  rejections: UnreadableRecord[];
  /** When the newly stored events happened. */
  newTimes: Date[];
}

const CHUNK = 500;

async function knownKeys(ctx: TenantContext, { stores }: Ingestion, events: readonly NormalizedEvent[]): Promise<Set<string>> {
  const known = new Set<string>();
  for (let at = 0; at < events.length; at += CHUNK) {
    const keys = events.slice(at, at + CHUNK).map((event) => event.dedupe_key);
    const options = { projection: { _id: 0, dedupe_key: 1 }, hint: eventIndex.dedupe };
    for (const row of await stores.events.find(ctx, { dedupe_key: { $in: keys } }, options).toArray()) known.add(row.dedupe_key);
  }
  return known;
}

/** Inserts what nobody has stored yet; what is there is not touched. @returns the events that this batch inserted */
async function insertEvents(
  ctx: TenantContext,
  { stores, settings }: Ingestion,
  batchId: string,
  events: readonly NormalizedEvent[],
): Promise<NormalizedEvent[] | null> {
  const ingestedAt = ctx.clock.now();
  const rows = events.map((event) => ({
    filter: { dedupe_key: event.dedupe_key },
    update: { $setOnInsert: newEvent(event, { batchId, ingestedAt, rawText: settings.searchRawText }) },
  }));
  try {
    const result = await stores.events.bulkUpsert(ctx, rows);
    return events.filter((_event, index) => result.upsertedIds[index] !== undefined);
  } catch (error) {
    // Somebody stored the same record between look-up and write. What this batch did insert carries its id.
    if (isDuplicateKey(error)) return null;
    throw error;
  }
}

/** Stores one batch of events believed new. Order: journal, detection, events, counts, outbox, journal closed. */
async function storeBatch(
  ctx: TenantContext,
  ingestion: Ingestion,
  source: PageInput['source'],
  events: readonly NormalizedEvent[],
): Promise<number> {
  const { batches } = ingestion.stores;
  const moment = ingestion.onMoment;
  const _id = randomBytes(9).toString('base64url');
  const keys = events.map((event) => event.dedupe_key);
  const empty = { state: 'open', recovered_at: null, pending: null, counted: [], round: 0 } as const;
  await batches.insertOne(ctx, { _id, source, keys, created_at: ctx.clock.now(), ...empty, counted: [] });
  await moment?.('journal');
  const onceStored = await lookAtNew(ctx, ingestion, events, _id);
  await moment?.('detected');
  const direct = await insertEvents(ctx, ingestion, _id, events);
  await moment?.('events');
  await onceStored();
  const inserted = direct ?? (await eventsOfBatch(ctx, ingestion, _id, keys));
  const pending = inserted.map((event) => event.dedupe_key);
  const own = await batches.updateOne(ctx, { _id, state: 'open', pending: null }, { $set: { pending } });
  await moment?.('pending');
  if (own.matchedCount === 1) {
    if (inserted.length > 0) {
      await countRound(ctx, ingestion, { _id, round: 0, source }, inserted, { repeated: false });
      const stored = new Set(pending);
      await announce(
        ctx,
        ingestion,
        events.filter((event) => stored.has(event.dedupe_key)),
      );
    }
    const closed = await batches.deleteMany(ctx, { _id, state: 'open' });
    await moment?.('closed');
    if (closed === 1) {
      noteSettled(applicationId(_id, 0));
      return inserted.length;
    }
  }
  // Somebody took this batch for orphaned meanwhile: finish it the way they do.
  await recoverBatch(ctx, ingestion, _id);
  return inserted.length;
}

/**
 * Stores the records of one page exactly once: normalised, new ones as events with facets and outbox row, known ones left as
 * they are, broken ones as rejected records. Repeating it, also after a crash at any point and from several processes at once,
 * ends with the same documents.
 */
export async function storeRecords(
  caller: TenantContext,
  ingestion: Ingestion,
  page: PageInput,
  options: { resolve?: NameResolver } = {},
): Promise<StoreResult> {
  // What is stored does not depend on what the caller may see.
  const ctx: TenantContext = { ...caller, privacy: NO_PRIVACY_LIMITS };
  const prepared = preparePage(page, ingestion.mappings, ctx.clock.now());
  if (prepared.rejections.length > 0) await rejectRecords(ctx, ingestion.stores, page.source, prepared.rejections);
  await ingestion.onMoment?.('rejected');
  const known = await knownKeys(ctx, ingestion, prepared.events);
  const fresh = prepared.events.filter((event) => !known.has(event.dedupe_key));
  const named = await resolveNames(ctx, ingestion, fresh, options.resolve);
  let stored = 0;
  for (const batch of batchesOf(named)) stored += await storeBatch(ctx, ingestion, page.source, batch);
  const read = page.records.length + page.broken.length;
  const rejected = prepared.rejections.length;
  return {
    read,
    stored,
    duplicates: read - rejected - stored,
    rejected,
    rejections: prepared.rejections,
    newTimes: fresh.map((event) => event.timestamp),
  };
}
