import { eventRoutes } from '@aoc/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import type { EventFilters } from '../../../shared/event-filters/filters';
import { eventKeys } from './event-keys';

const RELATED = 8;

const relatedQuery = (filters: EventFilters) =>
  queryOptions({
    queryKey: eventKeys.related(filters),
    queryFn: ({ signal }) => callApi(eventRoutes.listEvents, { query: { ...filters, page_size: RELATED } }, signal),
    staleTime: 60_000,
  });

/** A handful of events around another one; `filters` hold a fixed time range. */
export const useRelatedEvents = (filters: EventFilters) => useQuery(relatedQuery(filters));
