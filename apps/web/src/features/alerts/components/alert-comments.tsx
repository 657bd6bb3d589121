import { alertRoutes, type Alert } from '@aoc/contracts';
import { useMay } from '../../../shared/api/me';
import { Comments } from '../../../shared/comments';
import { useCommentAlert } from '../api/comment-alert';

export function AlertComments({ alert }: { alert: Alert }) {
  const may = useMay(alertRoutes.commentAlert);
  const { mutate, isPending, error } = useCommentAlert();
  const send = (text: string, done: () => void) => mutate({ id: alert.id, text }, { onSuccess: done });
  return <Comments comments={alert.comments} adding={may ? { send, isPending, error } : null} />;
}
