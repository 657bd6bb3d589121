import { DomainError, type Comment } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import { randomUUID } from 'node:crypto';
import type { EventStore } from './event-store';
import { toComment } from './event-wire';
import type { EventDocument } from './event.schema';
import { findEvent } from './find-event';

/** Comments per event; keeps a document far from the size limit of the database. */
export const MAX_COMMENTS = 500;

/**
 * Adds a comment to one event; its author is the caller. A comment whose id the event has already is not added again.
 * @throws DomainError not_found; conflict when the event already has {@link MAX_COMMENTS}
 */
export async function addComment(
  ctx: TenantContext,
  store: EventStore,
  id: string,
  text: string,
  commentId: string = randomUUID(),
): Promise<Comment> {
  const { _id } = await findEvent(ctx, store, id, { _id: 1 });
  const comment = { id: commentId, text, author: ctx.actor.display, timestamp: ctx.clock.now() };
  const result = await store.events.updateOne(
    ctx,
    { _id, 'comments.id': { $ne: commentId }, [`comments.${MAX_COMMENTS - 1}`]: { $exists: false } },
    { $push: { comments: comment } },
  );
  if (result.matchedCount === 0) return repeated(await findEvent(ctx, store, id, { comments: 1 }), commentId);
  return toComment(comment);
}

function repeated(event: Pick<EventDocument, 'comments'>, commentId: string): Comment {
  const known = event.comments.find((comment) => comment.id === commentId);
  if (known) return toComment(known);
  throw new DomainError('conflict', `This event has ${MAX_COMMENTS} comments already; no more can be added.`);
}
