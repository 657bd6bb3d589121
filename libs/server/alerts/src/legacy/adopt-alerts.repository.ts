import type { TenantContext } from '@aoc/server/context';
import { eventCollection, eventIndex, type EventDocument } from '@aoc/server/events';
import { collectionOf, type Connection } from '@aoc/server/mongo';
import { ObjectId, type Document } from 'mongodb';
import { alertStore } from '../alert.repository';
import { alertCollection, type AlertDocument } from '../alert.schema';
import { joinIncidents } from '../join-incidents';
import { alertOfLegacy, eventIdOf } from './legacy-alert';

/** Every alert of this version has one. */
const OF_1X = { version: { $exists: false } } as const;
const BATCH = 200;

const alertsOf = (connection: Connection) => collectionOf<Document>(connection, alertCollection.name);

/** Stored events by what alerts of 1.x call them: the id of the source, or that of the document. */
async function eventsOf(ctx: TenantContext, connection: Connection, documents: readonly Document[]): Promise<Map<string, EventDocument>> {
  const ids = [...new Set(documents.map(eventIdOf).filter((id) => id !== ''))];
  const events = collectionOf<EventDocument>(connection, eventCollection.name);
  const projection = { raw: 0, search_text: 0, lookup_keys: 0, raw_text: 0 };
  const bySource = await events.find({ tenant_id: ctx.tenantId, id: { $in: ids } }, { projection, hint: eventIndex.sourceId }).toArray();
  const found = new Map(bySource.map((event) => [event.id, event]));
  const others = ids.filter((id) => !found.has(id) && ObjectId.isValid(id) && id.length === 24).map((id) => new ObjectId(id));
  const byDocument =
    others.length === 0 ? [] : await events.find({ tenant_id: ctx.tenantId, _id: { $in: others } }, { projection }).toArray();
  for (const event of byDocument) found.set(event._id.toHexString(), event);
  return found;
}

/** Writes converted alerts: in place where the id is text already, else under the same id as text; the old ones go at the end. */
async function write(
  ctx: TenantContext,
  connection: Connection,
  pairs: readonly { document: Document; alert: AlertDocument }[],
): Promise<void> {
  const rows = alertsOf(connection);
  await rows.bulkWrite(
    pairs.map(({ document, alert: { _id, ...fields } }) => {
      const filter: Document = { _id };
      return typeof document._id === 'string'
        ? { replaceOne: { filter: { ...filter, ...OF_1X }, replacement: fields } }
        : { updateOne: { filter, update: { $setOnInsert: fields }, upsert: true } };
    }),
    { ordered: false },
  );
  await joinIncidents(
    ctx,
    alertStore(connection, 0),
    pairs.map(({ alert }) => alert),
  );
  await rows.deleteMany({ _id: { $in: pairs.map(({ document }) => document._id) }, ...OF_1X });
}

export const countLegacyAlerts = (ctx: TenantContext, connection: Connection): Promise<number> =>
  alertsOf(connection).countDocuments({ tenant_id: ctx.tenantId, ...OF_1X });

/**
 * Makes alerts of this version of those of 1.x that an upgrade has given a tenant; its events must be upgraded and indexed. In batches;
 * may be interrupted and run again.
 * @returns how many were made
 */
export async function adoptLegacyAlerts(ctx: TenantContext, connection: Connection, signal?: AbortSignal): Promise<number> {
  let adopted = 0;
  for (;;) {
    signal?.throwIfAborted();
    const documents = await alertsOf(connection)
      .find({ tenant_id: ctx.tenantId, ...OF_1X }, { limit: BATCH })
      .toArray();
    if (documents.length === 0) return adopted;
    const events = await eventsOf(ctx, connection, documents);
    const pairs = documents.map((document) => {
      const storedAt = document._id instanceof ObjectId ? document._id.getTimestamp() : ctx.clock.now();
      const alert = alertOfLegacy(document, { event: events.get(eventIdOf(document)), storedAt });
      return { document, alert: { ...alert, tenant_id: ctx.tenantId } };
    });
    await write(ctx, connection, pairs);
    adopted += documents.length;
  }
}
