import type { TenantContext } from '@aoc/server/context';
import type { Notifications } from '../notifications';
import { whenAbsent } from '../stores.repository';

const NEVER = new Date(0);

/** Makes sure that there is a row for the state of a channel. */
export async function ensureState(ctx: TenantContext, n: Notifications, channelId: string): Promise<string> {
  const _id = `${ctx.tenantId}:${channelId}`;
  const fresh = { channel_id: channelId, rest_until: null, tested_at: NEVER };
  await whenAbsent(() => n.stores.states.updateOne(ctx, { _id }, { $setOnInsert: fresh }, { upsert: true }));
  return _id;
}

/** Until when the receiver of a channel is left alone; null when it is not. */
export async function restOf(ctx: TenantContext, n: Notifications, channelId: string): Promise<Date | null> {
  const state = await n.stores.states.findOne(ctx, { _id: `${ctx.tenantId}:${channelId}` });
  return state?.rest_until && state.rest_until > ctx.clock.now() ? state.rest_until : null;
}

/** Leaves a receiver alone that is away or busy; what is due for it is due again then, and no try is counted. */
export async function rest(ctx: TenantContext, n: Notifications, channelId: string, until: Date): Promise<void> {
  const _id = await ensureState(ctx, n, channelId);
  await n.stores.states.updateOne(ctx, { _id }, { $set: { rest_until: until } });
  await postponeDue(ctx, n, channelId, until);
}

/** What is due for a channel is due again at `until`. */
export async function postponeDue(ctx: TenantContext, n: Notifications, channelId: string, until: Date): Promise<void> {
  const now = ctx.clock.now();
  const due = { channel_id: channelId, status: 'waiting' as const, next_attempt_at: { $lte: now } };
  await n.stores.outbox.updateMany(
    ctx,
    { ...due, $or: [{ lease_until: null }, { lease_until: { $lte: now } }] },
    { $set: { next_attempt_at: until } },
  );
}

export async function endRest(ctx: TenantContext, n: Notifications, channelId: string): Promise<void> {
  await n.stores.states.updateOne(ctx, { _id: `${ctx.tenantId}:${channelId}` }, { $set: { rest_until: null } });
}
