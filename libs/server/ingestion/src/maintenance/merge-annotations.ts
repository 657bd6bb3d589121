import type { EventDocument } from '@aoc/server/events';

type Annotated = Pick<EventDocument, 'tags' | 'comments'>;

/** Tags and comments of two documents of the same action; comments by id, oldest first. */
export function mergeAnnotations(first: Annotated, second: Annotated): Annotated {
  const comments = new Map([...second.comments, ...first.comments].map((comment) => [comment.id, comment]));
  return {
    tags: [...new Set([...first.tags, ...second.tags])],
    comments: [...comments.values()].sort((a, b) => a.timestamp.getTime() - b.timestamp.getTime()),
  };
}
