import { eventRoutes, type EventPage } from '@aoc/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import type { EventQuery } from '../../../shared/event-filters/filters';
import { eventKeys } from './event-keys';

export async function countEvents(query: EventQuery, signal: AbortSignal): Promise<Pick<EventPage, 'total' | 'total_is_exact'>> {
  const { total, total_is_exact } = await callApi(eventRoutes.listEvents, { query: { ...query, page_size: 1 } }, signal);
  return { total, total_is_exact };
}

const countQuery = (query: EventQuery) =>
  queryOptions({
    queryKey: eventKeys.count(query),
    queryFn: ({ signal }) => countEvents(query, signal),
    staleTime: 0,
    gcTime: 0,
  });

/** How many events match, counted afresh. */
export const useEventCount = (query: EventQuery) => useQuery(countQuery(query));
