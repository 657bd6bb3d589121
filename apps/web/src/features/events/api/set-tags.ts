import { eventRoutes } from '@aoc/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { patchCachedEvent } from './patch-cached-event';

interface SetTags {
  dedupeKey: string;
  tags: string[];
}

/** Replaces the tags of one event. */
export function useSetTags() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ dedupeKey, tags }: SetTags) => callApi(eventRoutes.setTags, { params: { id: dedupeKey }, body: { tags } }),
    onSuccess: async (event) => {
      patchCachedEvent(client, event.dedupe_key, () => ({ tags: event.tags }));
      await client.invalidateQueries({ queryKey: ['filter-options'] });
    },
  });
}
