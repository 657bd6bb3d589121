import { eventRoutes } from '@aoc/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';

const alertEventQuery = (dedupeKey: string) =>
  queryOptions({
    queryKey: ['events', 'detail', dedupeKey],
    queryFn: ({ signal }) => callApi(eventRoutes.getEvent, { params: { id: dedupeKey } }, signal),
    staleTime: 30_000,
  });

/** The event that raised an alert. */
export const useAlertEvent = (dedupeKey: string) => useQuery(alertEventQuery(dedupeKey));
