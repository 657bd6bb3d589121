import { DomainError, type Comment } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import { randomUUID } from 'node:crypto';
import type { EventStore } from './event-store';
import { toComment } from './event-wire';
import { findEvent } from './find-event';

/** Comments per event; keeps a document far from the size limit of the database. */
export const MAX_COMMENTS = 500;

/**
 * Adds a comment to one event; its author is the caller.
 * @throws DomainError not_found; conflict when the event already has {@link MAX_COMMENTS}
 */
export async function addComment(ctx: TenantContext, store: EventStore, id: string, text: string): Promise<Comment> {
  const { _id } = await findEvent(ctx, store, id, { _id: 1 });
  const comment = { id: randomUUID(), text, author: ctx.actor.display, timestamp: ctx.clock.now() };
  const result = await store.events.updateOne(
    ctx,
    { _id, [`comments.${MAX_COMMENTS - 1}`]: { $exists: false } },
    { $push: { comments: comment } },
  );
  if (result.matchedCount === 0)
    throw new DomainError('conflict', `This event has ${MAX_COMMENTS} comments already; no more can be added.`);
  return toComment(comment);
}
