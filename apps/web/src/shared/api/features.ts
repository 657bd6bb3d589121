import { operationsRoutes } from '@aoc/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { callApi } from './call-api';

const featuresQuery = queryOptions({
  queryKey: ['features'],
  queryFn: ({ signal }) => callApi(operationsRoutes.features, {}, signal),
  staleTime: 5 * 60_000,
});

/** What is switched on in this installation. */
export const useFeatures = () => useQuery(featuresQuery);
