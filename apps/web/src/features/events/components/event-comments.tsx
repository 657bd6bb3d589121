import { eventRoutes, type EventDetail } from '@aoc/contracts';
import { useMay } from '../../../shared/api/me';
import { Comments } from '../../../shared/comments';
import { useAddComment } from '../api/add-comment';

export function EventComments({ event }: { event: EventDetail }) {
  const may = useMay(eventRoutes.addComment);
  const { mutate, isPending, error } = useAddComment();
  const send = (text: string, done: () => void) => mutate({ dedupeKey: event.dedupe_key, text }, { onSuccess: done });
  return <Comments comments={event.comments} adding={may ? { send, isPending, error } : null} />;
}
