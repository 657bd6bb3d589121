import { ingestionRoutes } from '@aoc/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';

export const importsQuery = queryOptions({
  queryKey: ['imports'],
  queryFn: ({ signal }) => callApi(ingestionRoutes.listImports, {}, signal),
  refetchInterval: (query) => (query.state.data?.items.some((item) => item.status === 'in_progress') ? 1_000 : false),
});

export const useImports = () => useQuery(importsQuery);
