import { DomainError, noSuch, type Notification } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import { getChannel } from '../channels/channels';
import { endRest } from '../delivery/rest';
import type { Notifications } from '../notifications';
import { toWire } from './notification-wire';

async function channelStands(ctx: TenantContext, n: Notifications, channelId: string): Promise<void> {
  const gone = 'The channel of this message is gone or switched off, so it cannot be sent again.';
  const channel = await getChannel(ctx, n, channelId).catch((error: unknown) => {
    if (error instanceof DomainError && error.code === 'not_found') throw new DomainError('conflict', gone, { cause: error });
    throw error;
  });
  if (!channel.enabled) throw new DomainError('conflict', gone);
}

/**
 * Makes a message due now that is dead, or waits for its next try, its digest or the end of quiet hours. One that is being delivered
 * just now is left as it is.
 * @throws DomainError not_found; conflict when it was delivered, or its channel is gone
 */
export async function resendNotification(ctx: TenantContext, n: Notifications, id: string): Promise<Notification> {
  const { outbox } = n.stores;
  const known = await outbox.findOne(ctx, { _id: id, status: { $ne: 'gathered' } });
  if (!known) throw noSuch('such message');
  if (known.status === 'delivered') throw new DomainError('conflict', 'This message was delivered.');
  await channelStands(ctx, n, known.channel_id);
  const now = ctx.clock.now();
  const again = { status: 'waiting' as const, failures: 0, next_attempt_at: now, ended_at: null };
  const free = { _id: id, status: { $in: ['waiting', 'dead'] as const }, $or: [{ lease_until: null }, { lease_until: { $lte: now } }] };
  await outbox.updateOne(ctx, { ...free, status: { $in: [...free.status.$in] } }, { $set: again });
  await endRest(ctx, n, known.channel_id);
  n.onWritten?.(ctx.tenantId);
  return toWire((await outbox.findOne(ctx, { _id: id })) ?? known);
}
