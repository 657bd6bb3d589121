import { searchRoutes } from '@aoc/contracts';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { toQuery, type EventFilters } from '../../../shared/event-filters/filters';
import { eventKeys } from './event-keys';

const facetsQuery = (filters: EventFilters, enabled: boolean) =>
  queryOptions({
    queryKey: eventKeys.facets(filters),
    queryFn: ({ signal }) => callApi(searchRoutes.facets, { query: { ...toQuery(filters, new Date()), limit: 12 } }, signal),
    enabled,
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });

/** Most frequent values among the matching events. */
export const useFacets = (filters: EventFilters, enabled: boolean) => useQuery(facetsQuery(filters, enabled));
