import { alertRoutes } from '@aoc/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { alertKeys } from './alert-keys';

const incidentQuery = (id: string) =>
  queryOptions({
    queryKey: alertKeys.incident(id),
    queryFn: ({ signal }) => callApi(alertRoutes.getIncident, { params: { id } }, signal),
    refetchInterval: 60_000,
  });

/** An incident with its alerts. */
export const useIncident = (id: string) => useQuery(incidentQuery(id));
