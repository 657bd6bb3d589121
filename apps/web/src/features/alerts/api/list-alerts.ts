import { alertRoutes, type AlertPage } from '@aoc/contracts';
import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery, type InfiniteData } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { toAlertQuery, type AlertFilters } from '../model/alert-filters';
import { alertKeys } from './alert-keys';

const PAGE = 50;
export type AlertList = InfiniteData<AlertPage, string>;

const alertsQuery = (filters: AlertFilters) =>
  infiniteQueryOptions({
    queryKey: alertKeys.list(filters),
    queryFn: ({ pageParam, signal }) =>
      callApi(alertRoutes.listAlerts, { query: { ...toAlertQuery(filters), page_size: PAGE, cursor: pageParam || undefined } }, signal),
    initialPageParam: '',
    getNextPageParam: (page): string | undefined => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    // New alerts are announced; what colleagues do to old ones is not.
    refetchInterval: 30_000,
  });

export const useAlerts = (filters: AlertFilters) => useInfiniteQuery(alertsQuery(filters));
