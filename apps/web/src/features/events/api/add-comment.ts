import { eventRoutes } from '@aoc/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { patchCachedEvent } from './patch-cached-event';

interface AddComment {
  dedupeKey: string;
  text: string;
}

/** Adds a comment to one event. */
export function useAddComment() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ dedupeKey, text }: AddComment) => callApi(eventRoutes.addComment, { params: { id: dedupeKey }, body: { text } }),
    onSuccess: (comment, { dedupeKey }) => patchCachedEvent(client, dedupeKey, (event) => ({ comments: [...event.comments, comment] })),
  });
}
