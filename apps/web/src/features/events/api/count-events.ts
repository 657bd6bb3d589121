import { eventRoutes } from '@aoc/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import type { EventQuery } from '../../../shared/event-filters/filters';
import { eventKeys } from './event-keys';

const countQuery = (query: EventQuery) =>
  queryOptions({
    queryKey: eventKeys.count(query),
    queryFn: async ({ signal }) => {
      const { total, total_is_exact } = await callApi(eventRoutes.listEvents, { query: { ...query, page_size: 1 } }, signal);
      return { total, total_is_exact };
    },
    staleTime: 0,
    gcTime: 0,
  });

/** How many events match, counted afresh. */
export const useEventCount = (query: EventQuery) => useQuery(countQuery(query));
