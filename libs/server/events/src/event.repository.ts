import type { ReadContext } from '@aoc/server/context';
import { collectionOf, ScopedCollection, type Connection } from '@aoc/server/mongo';
import type { Filter } from 'mongodb';
import { eventCollection, type EventDocument } from './event.schema';

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
