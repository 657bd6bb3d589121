import { noSuch } from '@aoc/contracts';
import type { ReadContext } from '@aoc/server/context';
import type { EventStore } from './event-store';
import { eventIndex, type EventDocument } from './event.schema';

/**
 * The event with this dedupe key, or else the newest one with this id of its source.
 * @throws DomainError not_found
 */
export async function findEvent(
  ctx: ReadContext,
  store: EventStore,
  id: string,
  projection: Record<string, 0 | 1> = {},
): Promise<EventDocument> {
  const found =
    (await store.events.findOne(ctx, { dedupe_key: id }, { projection, hint: eventIndex.dedupe })) ??
    (await store.events.findOne(ctx, { id }, { projection, hint: eventIndex.sourceId, sort: { timestamp: -1 } }));
  if (!found) throw noSuch('event with this id');
  return found;
}
