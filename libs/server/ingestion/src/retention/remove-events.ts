import type { TenantContext } from '@aoc/server/context';
import type { EventDocument } from '@aoc/server/events';
import type { ScopedFilter } from '@aoc/server/mongo';
import { isDuplicateKey } from '@aoc/server/mongo';
import { randomBytes } from 'node:crypto';
import type { Ingestion } from '../ingestion';
import { COUNTED_FIELDS } from '../store/finish-batch';
import { discountFacets, retentionApplication } from './discount-facets';

type EventId = EventDocument['_id'];

/** Events that retention spares. */
export const spared = ({ settings }: Ingestion): ScopedFilter<EventDocument> =>
  settings.retentionKeepTagged ? { tags: { $size: 0 } } : {};

/** Ends a deletion that was begun, maybe by a process that is gone. @returns how many events it deleted now */
export async function finishRemoval(ctx: TenantContext, ingestion: Ingestion): Promise<number> {
  const { stores } = ingestion;
  const row = await stores.expired.findOne(ctx, { _id: ctx.tenantId });
  if (!row) return 0;
  const ids = row.events.map((event) => event._id);
  const deleted = await stores.events.deleteMany(ctx, { _id: { $in: ids }, ...spared(ingestion) });
  await ingestion.onRetention?.('deleted');
  // One that was tagged at the last moment stays.
  const left = await stores.events.find(ctx, { _id: { $in: ids } }, { projection: { _id: 1 } }).toArray();
  const staying = new Set(left.map((event) => String(event._id)));
  const gone = row.events.filter((event) => !staying.has(String(event._id)));
  await discountFacets(ctx, ingestion, gone, row.application);
  await ingestion.onRetention?.('discounted');
  await stores.expired.deleteMany(ctx, { _id: ctx.tenantId, application: row.application });
  return deleted;
}

/** Deletes events and takes them out of the counters; a crash in between is finished by the next run. @returns how many it deleted */
export async function removeEvents(ctx: TenantContext, ingestion: Ingestion, ids: readonly EventId[]): Promise<number> {
  const { stores } = ingestion;
  const projection = { ...COUNTED_FIELDS, _id: 1, tags: 1 };
  const events = await stores.events.find(ctx, { _id: { $in: [...ids] }, ...spared(ingestion) }, { projection }).toArray();
  if (events.length === 0) return 0;
  const application = retentionApplication(randomBytes(9).toString('base64url'));
  try {
    await stores.expired.insertOne(ctx, { _id: ctx.tenantId, application, events });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    // Another process is at the same work: what it has begun is ended first, and these events come again.
  }
  await ingestion.onRetention?.('journal');
  return finishRemoval(ctx, ingestion);
}
