import { notificationRoutes, type NotificationStatus } from '@aoc/contracts';
import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { notificationKeys } from './notification-keys';

interface DeliveryFilters {
  status: NotificationStatus | undefined;
  channelId: string | undefined;
}

const deliveriesQuery = ({ status, channelId }: DeliveryFilters) =>
  infiniteQueryOptions({
    queryKey: [...notificationKeys.deliveries, status ?? 'all', channelId ?? 'all'],
    queryFn: ({ pageParam, signal }) =>
      callApi(notificationRoutes.listNotifications, { query: { status, channel_id: channelId, cursor: pageParam || undefined } }, signal),
    initialPageParam: '',
    getNextPageParam: (page): string | undefined => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  });

/** The delivery log, newest first. */
export const useDeliveries = (filters: DeliveryFilters) => useInfiniteQuery(deliveriesQuery(filters));
