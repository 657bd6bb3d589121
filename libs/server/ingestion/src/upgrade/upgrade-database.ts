import type { JsonObject, TenantId } from '@aoc/contracts';
import type { Mappings } from '@aoc/normalization';
import { adoptLegacyAlerts, countLegacyAlerts } from '@aoc/server/alerts';
import { systemContext, type Clock } from '@aoc/server/context';
import { eventCollection, eventIndex } from '@aoc/server/events';
import { beginUpgrade, endUpgrade, ensureIndexes, recordSchemaVersion, schemaState, type Connection } from '@aoc/server/mongo';
import { allCollections } from '../collections';
import type { Ingestion } from '../ingestion';
import { recountFacets } from '../maintenance/recount-facets';
import { upgradedEvent } from './legacy-document';
import {
  countLegacy,
  ensureLookup,
  legacyBatches,
  LOOKUP_INDEX_NAME,
  storedAt,
  writeBatch,
  type LegacyDocument,
  type UpgradeItem,
} from './legacy-events.repository';
import { renewLookupKeys } from './renew-lookup-keys.repository';
import { dropIndex, harmfulIndexes } from './legacy-indexes.repository';
import { countOther, OTHER_COLLECTIONS, upgradeOther } from './legacy-others.repository';

/** What an upgrade has done, or would do. */
export interface UpgradeReport {
  events: { found: number; upgraded: number; merged: number; rejected: number };
  /** Documents of other collections that got a tenant, by collection. */
  others: Record<string, number>;
  /** Alerts of 1.x that became alerts of this version. */
  alerts: number;
  /** Events of an earlier 2.x that got the lookup keys of this version. */
  renewed: number;
  /** Indexes of 1.x that had to go, `collection.name: reason`. */
  dropped: string[];
  /** Indexes that were made, `collection.name`. */
  created: string[];
}

export interface UpgradeInput {
  /** Tenant that the documents of 1.x, which knew only one, belong to. */
  tenant: TenantId;
  clock: Clock;
  /** Looks and counts, and writes nothing. */
  dryRun?: boolean;
  /** Looks for documents of 1.x although the database is of this version, for one into which they were restored later. */
  rescan?: boolean;
  onProgress?: (done: number, total: number) => void;
  /** Ends the upgrade between two batches; the next run goes on there. */
  signal?: AbortSignal;
}

/** Events and other documents of 1.x that a database holds. */
export async function legacyDocuments(connection: Connection): Promise<{ events: number; others: Record<string, number> }> {
  const others: Record<string, number> = {};
  for (const name of OTHER_COLLECTIONS) {
    const count = await countOther(connection, name);
    if (count > 0) others[name] = count;
  }
  return { events: await countLegacy(connection), others };
}

/** As JSON, which is what the normaliser reads: dates become ISO text. */
const asJson = (document: LegacyDocument): JsonObject => JSON.parse(JSON.stringify(document));

function judge(document: LegacyDocument, mappings: Mappings, now: Date): UpgradeItem {
  return { document, verdict: upgradedEvent(asJson(document), { mappings, now, storedAt: storedAt(document) }) };
}

async function upgradeEvents(
  connection: Connection,
  ingestion: Ingestion,
  input: UpgradeInput,
  found: number,
): Promise<UpgradeReport['events']> {
  const totals = { found, upgraded: 0, merged: 0, rejected: 0 };
  const options = { tenant: input.tenant, rawText: ingestion.settings.searchRawText, now: input.clock.now() };
  if (!input.dryRun) await ensureLookup(connection);
  for (let seen = 1; seen > 0;) {
    seen = 0;
    for await (const batch of legacyBatches(connection)) {
      input.signal?.throwIfAborted();
      const items = batch.map((document) => judge(document, ingestion.mappings, options.now));
      const bad = items.filter(({ verdict }) => !verdict.ok).length;
      const done = input.dryRun ? { upgraded: items.length - bad, merged: 0, rejected: bad } : await writeBatch(connection, items, options);
      totals.upgraded += done.upgraded;
      totals.merged += done.merged;
      totals.rejected += done.rejected;
      seen += batch.length;
      input.onProgress?.(totals.upgraded + totals.merged + totals.rejected, Math.max(found, seen));
    }
    // Once more, until nothing is left: the cursor may have passed over what moved under it.
    if (input.dryRun) break;
  }
  return totals;
}

async function dropHarmful(connection: Connection, dryRun: boolean): Promise<string[]> {
  const dropped: string[] = [];
  for (const collection of [eventCollection.name, ...OTHER_COLLECTIONS]) {
    const definition = allCollections.find(({ name }) => name === collection);
    for (const { name, reason } of await harmfulIndexes(connection, collection, definition)) {
      if (name === LOOKUP_INDEX_NAME) continue;
      if (!dryRun) await dropIndex(connection, collection, name);
      dropped.push(`${collection}.${name}: ${reason}`);
    }
  }
  return dropped;
}

/**
 * New lookup keys change nearly every entry of their index, which is quicker to make anew. So are the other indexes on lists: the embedded
 * engine now makes them so that they deliver a time range in order.
 */
async function renewLookups(connection: Connection, input: UpgradeInput): Promise<number> {
  if (!input.dryRun)
    for (const name of [eventIndex.lookup, eventIndex.entity, eventIndex.tag]) await dropIndex(connection, eventCollection.name, name);
  return renewLookupKeys(connection, input);
}

/**
 * Brings a database up to this version: upgrades the documents of 1.x in place, in batches, makes missing indexes and counts facets.
 * Interrupted anywhere, it is completed by the next run; on a current database it changes nothing. No other process may use the
 * database meanwhile: they refuse to start until it is done.
 */
export async function upgradeDatabase(connection: Connection, ingestion: Ingestion, input: UpgradeInput): Promise<UpgradeReport> {
  const state = await schemaState(connection);
  const report: UpgradeReport = {
    events: { found: 0, upgraded: 0, merged: 0, rejected: 0 },
    others: {},
    alerts: 0,
    renewed: 0,
    dropped: [],
    created: [],
  };
  const ctx = systemContext(input.tenant, 'npm run migrate', input.clock);
  const look = !state.current || state.upgrading || input.rescan === true;
  const found = look ? await legacyDocuments(connection) : { events: 0, others: {} };
  const oldAlerts = look ? await countLegacyAlerts(ctx, connection) : 0;
  const isLegacy = state.upgrading || found.events > 0 || Object.keys(found.others).length > 0 || oldAlerts > 0;
  if (isLegacy) {
    if (!input.dryRun) await beginUpgrade(connection, input.clock.now());
    report.dropped = await dropHarmful(connection, input.dryRun === true);
    report.events = await upgradeEvents(connection, ingestion, input, found.events);
    for (const [name, count] of Object.entries(found.others))
      report.others[name] = input.dryRun ? count : await upgradeOther(connection, name, input.tenant);
    if (!input.dryRun) await dropIndex(connection, eventCollection.name, LOOKUP_INDEX_NAME);
  }
  // Events that an upgrade from 1.x stores have the keys of this version.
  if (!state.current && (state.version > 0 || state.upgrading)) report.renewed = await renewLookups(connection, input);
  if (input.dryRun) return { ...report, alerts: oldAlerts + (found.others.alerts ?? 0) };
  report.created = await ensureIndexes(connection, allCollections);
  if (isLegacy) {
    report.alerts = await adoptLegacyAlerts(ctx, connection, input.signal);
    await recountFacets(ctx, ingestion);
  }
  await recordSchemaVersion(connection, input.clock.now());
  if (isLegacy) await endUpgrade(connection);
  return report;
}
