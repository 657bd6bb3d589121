import { notificationRoutes } from '@aoc/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { notificationKeys } from './notification-keys';

const channelsQuery = queryOptions({
  queryKey: notificationKeys.channels,
  queryFn: ({ signal }) => callApi(notificationRoutes.listChannels, {}, signal),
});

/** Notification channels, by name. */
export const useChannels = () => useQuery(channelsQuery);
