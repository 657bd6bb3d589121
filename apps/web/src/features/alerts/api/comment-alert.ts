import { alertRoutes } from '@aoc/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { alertKeys } from './alert-keys';
import { patchCachedAlert } from './patch-cached-alert';

interface CommentAlert {
  id: string;
  text: string;
}

/** Adds a comment to one alert; its history and version are read again. */
export function useCommentAlert() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, text }: CommentAlert) => callApi(alertRoutes.commentAlert, { params: { id }, body: { text } }),
    onSuccess: async (comment, { id }) => {
      patchCachedAlert(client, id, (alert) => ({ ...alert, comments: [...alert.comments, comment] }));
      await client.invalidateQueries({ queryKey: alertKeys.detail(id) });
    },
  });
}
