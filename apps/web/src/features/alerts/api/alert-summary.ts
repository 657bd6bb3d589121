import { alertRoutes } from '@aoc/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { alertKeys } from './alert-keys';

const summaryQuery = queryOptions({
  queryKey: alertKeys.summary,
  queryFn: ({ signal }) => callApi(alertRoutes.alertSummary, {}, signal),
  refetchInterval: 30_000,
  staleTime: 5_000,
});

/** Alerts by status and severity; also the badge of the shell. */
export const useAlertSummary = () => useQuery(summaryQuery);
