import { eventRoutes } from '@aoc/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { toQuery, type EventFilters } from '../../../shared/event-filters/filters';
import { eventKeys } from './event-keys';

const POLL_MS = 10_000;

const peekQuery = (filters: EventFilters, enabled: boolean) =>
  queryOptions({
    queryKey: eventKeys.peek(filters),
    queryFn: async ({ signal }) => {
      const query = toQuery(filters, new Date());
      return { ...(await callApi(eventRoutes.listEvents, { query }, signal)), query };
    },
    enabled,
    refetchInterval: POLL_MS,
    staleTime: POLL_MS / 2,
    retry: false,
  });

/** Looks every ten seconds what the first page would be now, to announce new events without moving the list. */
export const usePeekEvents = (filters: EventFilters, enabled: boolean) => useQuery(peekQuery(filters, enabled));
