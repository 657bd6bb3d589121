import type { TenantContext } from '@aoc/server/context';
import type { Notifications } from '../notifications';

/** Ends what waits for a channel without sending it; the log says why. */
export async function buryWaiting(ctx: TenantContext, n: Notifications, channelId: string, reason: string): Promise<void> {
  const now = ctx.clock.now();
  const dead = { status: 'dead' as const, next_attempt_at: null, lease_until: null, lease_owner: null, ended_at: now };
  const attempt = { at: now, ok: false, detail: reason, ms: 0 };
  await n.stores.outbox.updateMany(ctx, { channel_id: channelId, status: 'waiting' }, { $set: dead, $push: { attempts: attempt } });
}
