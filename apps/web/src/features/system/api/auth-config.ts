import { operationsRoutes } from '@aoc/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';

const authConfigQuery = queryOptions({
  queryKey: ['auth-config'],
  queryFn: ({ signal }) => callApi(operationsRoutes.authConfig, {}, signal),
  staleTime: 5 * 60_000,
});

export const useAuthConfig = () => useQuery(authConfigQuery);
