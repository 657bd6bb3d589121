import { notificationRoutes } from '@aoc/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import type { CallInput } from '../../../shared/api/route-types';
import { notificationKeys } from './notification-keys';

export type ChannelInput = CallInput<typeof notificationRoutes.createChannel>['body'];
interface SaveChannel {
  channel: ChannelInput;
  /** The channel and the version that was edited; null for a new one. */
  base: { id: string; version: number } | null;
}

/** Creates or changes a channel; without url or secret the stored ones stay. */
export function useSaveChannel() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ channel, base }: SaveChannel) =>
      base === null
        ? callApi(notificationRoutes.createChannel, { body: channel })
        : callApi(notificationRoutes.replaceChannel, { params: { id: base.id }, body: { ...channel, version: base.version } }),
    onSettled: () => client.invalidateQueries({ queryKey: notificationKeys.channels }),
  });
}
