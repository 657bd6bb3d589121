import { eventRoutes } from '@aoc/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { eventKeys } from './event-keys';

export const eventQuery = (id: string) =>
  queryOptions({
    queryKey: eventKeys.detail(id),
    queryFn: ({ signal }) => callApi(eventRoutes.getEvent, { params: { id } }, signal),
    staleTime: 30_000,
  });

/** One event by id or dedupe key, with its raw record. */
export const useEvent = (id: string) => useQuery(eventQuery(id));
