import { operationsRoutes } from '@aoc/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';

const versionQuery = queryOptions({
  queryKey: ['version'],
  queryFn: ({ signal }) => callApi(operationsRoutes.version, {}, signal),
  staleTime: Infinity,
});

export const useVersion = () => useQuery(versionQuery);
