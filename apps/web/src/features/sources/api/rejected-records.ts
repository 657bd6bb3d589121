import { ingestionRoutes } from '@aoc/contracts';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';

const rejectedRecordsQuery = infiniteQueryOptions({
  queryKey: ['rejected-records'],
  queryFn: ({ signal, pageParam }) => callApi(ingestionRoutes.rejectedRecords, { query: { cursor: pageParam, page_size: 24 } }, signal),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next_cursor ?? undefined,
});

export const useRejectedRecords = () => useInfiniteQuery(rejectedRecordsQuery);
