import { ingestionRoutes } from '@aoc/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { isAway } from '../../../shared/api/api-error';
import { callApi } from '../../../shared/api/call-api';

/** Polled on every screen: it is the health light, and the first to notice that the server is away (then asked more often). */
export const sourceHealthQuery = queryOptions({
  queryKey: ['source-health'],
  queryFn: ({ signal }) => callApi(ingestionRoutes.sourceHealth, {}, signal),
  refetchInterval: (query) => (isAway(query.state.error) ? 3_000 : 15_000),
  retry: false,
});

export const useSourceHealth = () => useQuery(sourceHealthQuery);
