import { tenantIdSchema, type TenantId } from '@aoc/contracts';
import { defaultMappings, normalize } from '@aoc/normalization';
import { systemClock, systemContext } from '@aoc/server/context';
import { eventCollection, type EventDocument } from '@aoc/server/events';
import { allCollections, newEvent, openIngestion, recountFacets, upgradeDatabase } from '@aoc/server/ingestion';
import { parseConfig } from '@aoc/server/config';
import { collectionOf, connectMongo, ensureIndexes, recordSchemaVersion, type Connection } from '@aoc/server/mongo';
import { generatedRecords, type RecordSet } from '@aoc/tools/microsoft-simulator';

/** The company whose records every bench uses. */
export const CORPUS_TENANT: TenantId = tenantIdSchema.parse('5a3c1c3e-70a1-4c2b-9a35-0d1f6b0e7a11');
const SEED = 20_261;
const DAYS = 30;
const BATCH = 1000;
/** History ends here, so that a corpus can be used again on another day. */
export const CORPUS_END = Date.UTC(2026, 10, 1);

export type NewDocument = Omit<EventDocument, '_id'>;

/** What the records of a corpus are made from. */
export const corpusSet = (events: number, tenantId: TenantId = CORPUS_TENANT): RecordSet => ({
  tenantId,
  seed: SEED,
  users: Math.min(5000, Math.max(100, Math.round(events / 200))),
  events,
  days: DAYS,
  anchor: CORPUS_END,
});

/** Documents exactly as the product stores them, about `events` of them, made as they are asked for. */
export function* corpusDocuments(events: number, tenant: TenantId = CORPUS_TENANT): IterableIterator<NewDocument> {
  const mappings = defaultMappings();
  const now = new Date(CORPUS_END);
  for (const { source, body } of generatedRecords(corpusSet(events, tenant))) {
    const result = normalize(body, { source, mappings, now });
    if (!result.ok) continue;
    const stored = newEvent(result.event, { batchId: 'bench', ingestedAt: now, rawText: false });
    yield { ...stored, tenant_id: tenant, dedupe_key: result.event.dedupe_key };
  }
}

/** Name of the database of that size. */
export const corpusName = (events: number): string => `bench_${events}`;

/**
 * A migrated database that holds about `events` events with their facets, in the order of time as ingestion leaves them. It is kept and
 * used again; one that was left half made is made anew.
 */
export async function openCorpus(uri: string, events: number, log: (line: string) => void): Promise<Connection> {
  const connection = await connectMongo({ uri, dbName: corpusName(events) });
  const marks = collectionOf<{ _id: string }>(connection, 'bench');
  if (await marks.findOne({ _id: 'complete' })) {
    // An older version may have made it.
    await upgradeDatabase(connection, await openIngestion(connection, parseConfig({})), { tenant: CORPUS_TENANT, clock: systemClock });
    return connection;
  }
  await connection.dropDatabase();
  log(`making a database of ${events} events, once`);
  await load(connection, events, log);
  await ensureIndexes(connection, allCollections);
  await recordSchemaVersion(connection, new Date());
  log('counting facets');
  const ctx = systemContext(CORPUS_TENANT, 'bench');
  await recountFacets(ctx, await openIngestion(connection, parseConfig({})));
  await marks.insertOne({ _id: 'complete' });
  return connection;
}

/** Inserts in bulk without secondary indexes, which are built afterwards: several times faster than keeping them up to date. */
async function load(connection: Connection, events: number, log: (line: string) => void): Promise<void> {
  const collection = collectionOf<NewDocument>(connection, eventCollection.name);
  const started = performance.now();
  let batch: NewDocument[] = [];
  let done = 0;
  const known = new Set<string>();
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    await collection.insertMany(batch, { ordered: false });
    done += batch.length;
    batch = [];
    if (done % 50_000 === 0) log(`${done} stored, ${Math.round(done / ((performance.now() - started) / 1000))}/s`);
  };
  for (const document of corpusDocuments(events)) {
    if (known.has(document.dedupe_key)) continue;
    known.add(document.dedupe_key);
    batch.push(document);
    if (batch.length === BATCH) await flush();
  }
  await flush();
  log(`${done} stored in ${Math.round((performance.now() - started) / 1000)} s`);
}
