import { eventRoutes } from '@aoc/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import type { EventQuery } from '../../../shared/event-filters/filters';

interface BulkTags {
  query: EventQuery;
  tags: string[];
  mode: 'append' | 'replace';
}

/** Tags everything that matches; lists and details are read again afterwards. */
export function useBulkTags() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ query, tags, mode }: BulkTags) => callApi(eventRoutes.bulkTags, { query, body: { tags, mode } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['events'] });
      await client.invalidateQueries({ queryKey: ['filter-options'] });
    },
  });
}
