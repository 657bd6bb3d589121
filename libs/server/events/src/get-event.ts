import type { EventDetail } from '@aoc/contracts';
import type { ReadContext } from '@aoc/server/context';
import type { EventStore } from './event-store';
import { toEventDetail } from './event-wire';
import { findEvent } from './find-event';

/** One event with its raw record; `id` is its id or its dedupe key. @throws DomainError not_found */
export async function getEvent(ctx: ReadContext, store: EventStore, id: string): Promise<EventDetail> {
  return toEventDetail(await findEvent(ctx, store, id));
}
