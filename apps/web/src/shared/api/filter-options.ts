import { eventRoutes } from '@aoc/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { callApi } from './call-api';

const filterOptionsQuery = queryOptions({
  queryKey: ['filter-options'],
  queryFn: ({ signal }) => callApi(eventRoutes.filterOptions, { query: { limit: 200 } }, signal),
  refetchInterval: 60_000,
});

export const useFilterOptions = () => useQuery(filterOptionsQuery);
