import { notificationRoutes } from '@aoc/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { notificationKeys } from './notification-keys';

/** Deletes a channel; what waits for it is not sent. */
export function useDeleteChannel() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callApi(notificationRoutes.deleteChannel, { params: { id } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: notificationKeys.channels });
      await client.invalidateQueries({ queryKey: notificationKeys.deliveries });
    },
  });
}
