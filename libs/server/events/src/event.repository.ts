import { hiddenTenants, type ReadContext } from '@aoc/server/context';
import { collectionOf, ScopedCollection, type Connection, type ScopedFilter } from '@aoc/server/mongo';
import { ObjectId, type Filter } from 'mongodb';
import type { Position, SortDirection } from './cursor';
import { eventCollection, type EventDocument } from './event.schema';

/** Events that the privacy policies of the context hide, as a condition that leaves them out: each policy for the events of its own tenants. */
export function privacyLimits(ctx: ReadContext): Filter<EventDocument> | null {
  const hidden = hiddenTenants(ctx).flatMap(({ tenants, policy }) => {
    // Where all tenants hide the same, as one tenant always does, the query needs no more than that.
    const within: Filter<EventDocument> = tenants.length === ctx.tenants.length ? {} : { tenant_id: { $in: tenants } };
    const { hiddenServices, hiddenOperations } = policy;
    const nor: Filter<EventDocument>[] = [];
    if (hiddenServices.length > 0) nor.push({ ...within, service: { $in: [...hiddenServices] } });
    if (hiddenOperations.length > 0) nor.push({ ...within, operation: { $in: [...hiddenOperations] } });
    return nor;
  });
  return hidden.length === 0 ? null : { $nor: hidden };
}

/** The events of the tenants of a context, within its privacy limits. */
export function eventRepository(connection: Connection): ScopedCollection<EventDocument> {
  return new ScopedCollection<EventDocument>(collectionOf<EventDocument>(connection, eventCollection.name), privacyLimits);
}

/** What the place of an event in time is told by. */
export type Placed = Pick<EventDocument, 'timestamp' | '_id'>;

export const positionOf = ({ timestamp, _id }: Placed): Position => ({ timestamp, id: _id.toHexString() });

/** Adds to a filter that events come after a position; the time bound comes first, so that an index on time starts there. */
export function after(filter: ScopedFilter<EventDocument>, position: Position, sort: SortDirection): ScopedFilter<EventDocument> {
  const id = new ObjectId(position.id);
  const at = position.timestamp;
  const [reached, beyond]: [object, ScopedFilter<EventDocument>] =
    sort === 'desc'
      ? [{ $lte: at }, { $or: [{ timestamp: { $lt: at } }, { _id: { $lt: id } }] }]
      : [{ $gte: at }, { $or: [{ timestamp: { $gt: at } }, { _id: { $gt: id } }] }];
  const bounded = { ...filter, timestamp: 'timestamp' in filter ? { ...range(filter.timestamp), ...reached } : reached };
  // Alternatives of the filter itself must hold as well.
  return '$or' in filter ? { ...bounded, $and: [...(filter.$and ?? []), beyond] } : { ...bounded, ...beyond };
}

const range = (condition: unknown): object => (typeof condition === 'object' && condition !== null ? condition : {});
