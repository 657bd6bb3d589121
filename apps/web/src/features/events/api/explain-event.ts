import { askRoutes } from '@aoc/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { eventKeys } from './event-keys';

const explanationQuery = (id: string, wanted: boolean) =>
  queryOptions({
    queryKey: eventKeys.explanation(id),
    queryFn: ({ signal }) => callApi(askRoutes.explainEvent, { params: { id } }, signal),
    enabled: wanted,
    staleTime: Infinity,
    retry: false,
  });

/** What an event means; asked for once it is `wanted`. */
export const useExplanation = (id: string, wanted: boolean) => useQuery(explanationQuery(id, wanted));
