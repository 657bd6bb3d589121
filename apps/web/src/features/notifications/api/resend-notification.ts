import { notificationRoutes } from '@aoc/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { notificationKeys } from './notification-keys';

/** Tries a message again at once. */
export function useResendNotification() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callApi(notificationRoutes.resendNotification, { params: { id } }),
    onSettled: () => client.invalidateQueries({ queryKey: notificationKeys.deliveries }),
  });
}
