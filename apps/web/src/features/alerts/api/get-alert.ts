import { alertRoutes } from '@aoc/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { alertKeys } from './alert-keys';

const alertQuery = (id: string) =>
  queryOptions({
    queryKey: alertKeys.detail(id),
    queryFn: ({ signal }) => callApi(alertRoutes.getAlert, { params: { id } }, signal),
    // What colleagues do to it is not part of the live view.
    refetchInterval: 10_000,
  });

export const useAlert = (id: string) => useQuery(alertQuery(id));
