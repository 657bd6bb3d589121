import { tenantIdSchema, type TenantId } from '@aoc/contracts';
import { defaultMappings, normalize } from '@aoc/normalization';
import { parseConfig } from '@aoc/server/config';
import { systemContext, type Clock, type TenantContext } from '@aoc/server/context';
import { eventCollection, eventStore, type EventDocument } from '@aoc/server/events';
import { allCollections, newEvent, openIngestion, recountFacets, type Ingestion } from '@aoc/server/ingestion';
import { collectionOf, ensureIndexes } from '@aoc/server/mongo';
import { testDatabase, type TestDatabase } from '@aoc/testing';
import { generatedRecords } from '@aoc/tools/microsoft-simulator';
import { happenings, type Happening } from './truth';

export const COMPANY_TENANT: TenantId = tenantIdSchema.parse('5a3c1c3e-70a1-4c2b-9a35-0d1f6b0e7a11');
/** The present of the company: a Monday. */
export const PRESENT = Date.UTC(2026, 10, 16, 12);
const SET = { tenantId: COMPANY_TENANT, seed: 20_261, users: 40, events: 3000, days: 21, anchor: PRESENT };

type NewDocument = Omit<EventDocument, '_id'>;
const BATCH = 500;

export interface TestCompany {
  database: TestDatabase;
  ingestion: Ingestion;
  ctx: TenantContext;
  truth: readonly Happening[];
}

export const presentClock: Clock = { now: () => new Date(PRESENT) };

function* documents(): Generator<NewDocument> {
  const mappings = defaultMappings();
  const now = new Date(PRESENT);
  const known = new Set<string>();
  for (const { source, body } of generatedRecords(SET)) {
    const result = normalize(body, { source, mappings, now });
    if (!result.ok || known.has(result.event.dedupe_key)) continue;
    known.add(result.event.dedupe_key);
    yield {
      ...newEvent(result.event, { batchId: 'test', ingestedAt: now, rawText: false }),
      tenant_id: COMPANY_TENANT,
      dedupe_key: result.event.dedupe_key,
    };
  }
}

/** Three weeks of a company of forty people in a database of its own, with its counters. */
export async function testCompany(): Promise<TestCompany> {
  const database = await testDatabase('ask_company');
  const collection = collectionOf<NewDocument>(database.connection, eventCollection.name);
  const all = [...documents()];
  for (let from = 0; from < all.length; from += BATCH) await collection.insertMany(all.slice(from, from + BATCH));
  await ensureIndexes(database.connection, allCollections);
  const ingestion = await openIngestion(database.connection, parseConfig({}));
  const ctx = systemContext(COMPANY_TENANT, 'questions', presentClock);
  await recountFacets(ctx, ingestion);
  return { database, ingestion, ctx, truth: happenings(SET) };
}

export const storeOf = ({ database }: TestCompany) => eventStore(database.connection);
