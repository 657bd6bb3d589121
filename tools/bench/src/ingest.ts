import { parseConfig } from '@aoc/server/config';
import { systemContext } from '@aoc/server/context';
import { eventCollection } from '@aoc/server/events';
import { allCollections, openIngestion, storeRecords } from '@aoc/server/ingestion';
import { collectionOf, connectMongo, ensureIndexes, type Connection } from '@aoc/server/mongo';
import { generatedRecords } from '@aoc/tools/microsoft-simulator';
import { inTurn, rounded, type Bench } from './bench';
import { CORPUS_TENANT, corpusDocuments, corpusSet, type NewDocument } from './corpus';

const PAGE = 500;

async function freshDatabase(mongoUri: string, name: string): Promise<Connection> {
  const connection = await connectMongo({ uri: mongoUri, dbName: name });
  await connection.dropDatabase();
  await ensureIndexes(connection, allCollections);
  return connection;
}

function* pagesOf<T>(items: Iterable<T>): Generator<T[]> {
  let page: T[] = [];
  for (const item of items) {
    page.push(item);
    if (page.length === PAGE) {
      yield page;
      page = [];
    }
  }
  if (page.length > 0) yield page;
}

/** Normalise, look for known ones, journal, store, count: against bulk upserts of the same final documents into the same indexes. Events per second. */
export const ingest: Bench = async ({ mongoUri, events, log }) => {
  const mine = await freshDatabase(mongoUri, 'bench_ingest_ours');
  const bare = await freshDatabase(mongoUri, 'bench_ingest_driver');
  try {
    const ingestion = await openIngestion(mine, parseConfig({}));
    const ctx = systemContext(CORPUS_TENANT, 'bench');
    const records = pagesOf(generatedRecords(corpusSet(events)));
    const documents = pagesOf(corpusDocuments(events));
    const collection = collectionOf<NewDocument>(bare, eventCollection.name);
    let stored = 0;
    const ours = async (): Promise<void> => {
      const next = records.next();
      if (next.done) return;
      const [first] = next.value;
      const page = { records: next.value.map(({ body }) => body), broken: [], location: (index: number) => `record ${index}` };
      stored += (await storeRecords(ctx, ingestion, { source: first?.source ?? 'directory', ...page })).stored;
    };
    const driver = async (): Promise<void> => {
      const next = documents.next();
      if (next.done) return;
      const operations = next.value.map(({ tenant_id, dedupe_key, ...rest }) => ({
        updateOne: { filter: { tenant_id, dedupe_key }, update: { $setOnInsert: rest }, upsert: true },
      }));
      await collection.bulkWrite(operations, { ordered: false });
    };
    const times = await inTurn(ours, driver, Math.max(1, Math.floor(events / PAGE) - 1));
    const total = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / 1000;
    const rates = { ours: (times.ours.length * PAGE) / total(times.ours), driver: (times.driver.length * PAGE) / total(times.driver) };
    log(`${stored} stored; ours ${Math.round(rates.ours)}/s, driver ${Math.round(rates.driver)}/s`);
    const perPage = times.ours.map((ms) => (PAGE / ms) * 1000).sort((a, b) => a - b);
    return {
      bench: 'ingest',
      events,
      ours: rounded(rates.ours),
      driver: rounded(rates.driver),
      ratio: rounded(rates.ours / rates.driver),
      unit: 'events/s',
      percentiles: {
        p50: rounded(perPage[Math.floor(perPage.length / 2)] ?? 0),
        p95: rounded(perPage[Math.floor(perPage.length * 0.05)] ?? 0),
        max: rounded(perPage.at(-1) ?? 0),
      },
      peak_memory_mb: Math.round(process.resourceUsage().maxRSS / 1024),
      cases: [],
    };
  } finally {
    await Promise.all(
      [mine, bare].map(async (connection) => {
        await connection.dropDatabase();
        await connection.close();
      }),
    );
  }
};
