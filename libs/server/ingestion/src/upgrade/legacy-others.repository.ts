import type { TenantId } from '@aoc/contracts';
import { parseTimestamp } from '@aoc/normalization';
import { collectionOf, type Connection } from '@aoc/server/mongo';
import type { Document } from 'mongodb';

/** Collections of 1.x beside the events: their documents get a tenant, and dates where they have times as text. */
export const OTHER_COLLECTIONS = ['alerts', 'alert_rules', 'saved_searches', 'watermarks'] as const;

const NOT_UPGRADED = { tenant_id: { $exists: false } } as const;
const BATCH = 500;
const TIME_FIELD = /(^|_)(timestamp|time|date|at|on|seen|fetched|fetch|run|until|from|watermark)$/;
const ISO = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/;

/** Top-level fields that are named like a time and hold one as text, as dates. */
function datesOf(document: Document): Record<string, Date> {
  const dates: Record<string, Date> = {};
  for (const [name, value] of Object.entries(document)) {
    if (typeof value !== 'string' || !TIME_FIELD.test(name) || !ISO.test(value)) continue;
    const time = parseTimestamp(value);
    if (time !== null) dates[name] = new Date(time);
  }
  return dates;
}

/** This version keeps the state of its sources in the same collection: a row of 1.x must not be taken for one. */
const renamesOf = (collection: string): Document => (collection === 'watermarks' ? { $rename: { source: 'source_1x' } } : {});

export const countOther = (connection: Connection, collection: string): Promise<number> =>
  collectionOf<Document>(connection, collection).countDocuments(NOT_UPGRADED);

/** Upgrades what is left of a collection; may be interrupted and run again. @returns documents changed */
export async function upgradeOther(connection: Connection, collection: string, tenant: TenantId): Promise<number> {
  const rows = collectionOf<Document>(connection, collection);
  let changed = 0;
  for (;;) {
    const documents = await rows.find(NOT_UPGRADED, { limit: BATCH }).toArray();
    if (documents.length === 0) return changed;
    await rows.bulkWrite(
      documents.map((document) => ({
        updateOne: {
          filter: { _id: document._id, ...NOT_UPGRADED },
          update: { $set: { ...datesOf(document), tenant_id: tenant }, ...renamesOf(collection) },
        },
      })),
      { ordered: false },
    );
    changed += documents.length;
  }
}
