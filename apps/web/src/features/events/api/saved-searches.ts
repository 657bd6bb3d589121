import { searchRoutes } from '@aoc/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';

export const SAVED_SEARCHES_KEY = ['saved-searches'] as const;

const savedSearchesQuery = queryOptions({
  queryKey: SAVED_SEARCHES_KEY,
  queryFn: ({ signal }) => callApi(searchRoutes.listSavedSearches, {}, signal),
  staleTime: 60_000,
});

/** Saved searches of the reader, by name. */
export const useSavedSearches = () => useQuery(savedSearchesQuery);
