import type { ReadContext } from '@aoc/server/context';
import { collectionOf, ScopedCollection, type Connection, type ScopedFilter } from '@aoc/server/mongo';
import { ObjectId, type Filter } from 'mongodb';
import type { Position, SortDirection } from './cursor';
import { eventCollection, type EventDocument } from './event.schema';

/** Whether the caller may not see everything: then counters, which count every event, must not be used. */
export const hasPrivacyLimits = (ctx: ReadContext): boolean =>
  ctx.privacy.hiddenServices.length > 0 || ctx.privacy.hiddenOperations.length > 0;

/** Events that the privacy policy of the context hides, as a condition that leaves them out. */
export function privacyLimits(ctx: ReadContext): Filter<EventDocument> | null {
  const { hiddenServices, hiddenOperations } = ctx.privacy;
  if (hiddenServices.length === 0 && hiddenOperations.length === 0) return null;
  const nor: Filter<EventDocument>[] = [];
  if (hiddenServices.length > 0) nor.push({ service: { $in: [...hiddenServices] } });
  if (hiddenOperations.length > 0) nor.push({ operation: { $in: [...hiddenOperations] } });
  return { $nor: nor };
}

/** The events of the tenants of a context, within its privacy limits. */
export function eventRepository(connection: Connection): ScopedCollection<EventDocument> {
  return new ScopedCollection<EventDocument>(collectionOf<EventDocument>(connection, eventCollection.name), privacyLimits);
}

/** Adds to a filter that events come after a position; the time bound comes first, so that an index on time starts there. */
export function after(filter: ScopedFilter<EventDocument>, position: Position, sort: SortDirection): ScopedFilter<EventDocument> {
  const id = new ObjectId(position.id);
  const at = position.timestamp;
  const bound: ScopedFilter<EventDocument> =
    sort === 'desc'
      ? { timestamp: { $lte: at }, $or: [{ timestamp: { $lt: at } }, { _id: { $lt: id } }] }
      : { timestamp: { $gte: at }, $or: [{ timestamp: { $gt: at } }, { _id: { $gt: id } }] };
  return 'timestamp' in filter
    ? { ...filter, ...bound, timestamp: { ...range(filter.timestamp), ...range(bound.timestamp) } }
    : { ...filter, ...bound };
}

const range = (condition: unknown): object => (typeof condition === 'object' && condition !== null ? condition : {});
