import type { TenantContext } from '@aoc/server/context';
import type { EventDocument } from '@aoc/server/events';
import type { IngestionStores } from '../stores.repository';

type Annotated = Pick<EventDocument, 'tags' | 'comments'>;
type EventId = EventDocument['_id'];

/** Tags and comments of two documents of the same action; comments by id, oldest first. */
export function mergeAnnotations(first: Annotated, second: Annotated): Annotated {
  const comments = new Map([...second.comments, ...first.comments].map((comment) => [comment.id, comment]));
  return {
    tags: [...new Set([...first.tags, ...second.tags])],
    comments: [...comments.values()].sort((a, b) => a.timestamp.getTime() - b.timestamp.getTime()),
  };
}

const asRead = ({ tags, comments }: Annotated): Annotated => ({ tags, comments });

/**
 * Moves the annotations of `second` to `first` and removes `second`. Analysts may be at work on both: each write names what was read,
 * and is done again when that has changed.
 */
export async function mergeInto(ctx: TenantContext, events: IngestionStores['events'], first: EventId, second: EventId): Promise<void> {
  for (;;) {
    const [kept, gone] = await Promise.all([events.findOne(ctx, { _id: first }), events.findOne(ctx, { _id: second })]);
    if (!kept || !gone) return;
    // The annotations are safe on the one that stays before the other goes.
    const merged = await events.updateOne(ctx, { _id: first, ...asRead(kept) }, { $set: mergeAnnotations(kept, gone) });
    if (merged.matchedCount === 0) continue;
    if ((await events.deleteMany(ctx, { _id: second, ...asRead(gone) })) === 1) return;
  }
}
