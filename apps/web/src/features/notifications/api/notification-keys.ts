/** Cache keys of channels and deliveries. */
export const notificationKeys = {
  channels: ['notification-channels'] as const,
  deliveries: ['notifications'] as const,
};
