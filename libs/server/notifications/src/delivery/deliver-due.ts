import type { TenantContext } from '@aoc/server/context';
import { SecretError } from '@aoc/server/secrets';
import { randomUUID } from 'node:crypto';
import { loadChannel, type OpenChannel } from '../channels/load-channel';
import type { DeliveryOutcome, Notifications } from '../notifications';
import type { NotificationDocument } from '../outbox/notification.schema';
import { composeMessage } from './compose';
import { endRest, postponeDue, restOf } from './rest';
import { failed, type SendOutcome } from './send-outcome';
import { sendMessage } from './send-message';
import { release, settle } from './settle';

/** A deliverer that is silent for so long is gone; well above the time limit of an attempt. */
const LEASE_MS = 60_000;
/** Messages of one call; the next one goes on. */
const MAX_MESSAGES = 100;
/** A slow receiver gives its place to others between two messages. */
const BUDGET_MS = 30_000;

/** Claims the next due message: one deliverer gets it, the others the next ones. */
function claim(ctx: TenantContext, n: Notifications, channelId: string): Promise<NotificationDocument | null> {
  const now = ctx.clock.now();
  const due = { channel_id: channelId, status: 'waiting' as const, next_attempt_at: { $lte: now } };
  const free = { $or: [{ lease_until: null }, { lease_until: { $lte: now } }] };
  const lease = { lease_until: new Date(now.getTime() + LEASE_MS), lease_owner: randomUUID() };
  return n.stores.outbox.findOneAndUpdate(
    ctx,
    { ...due, ...free },
    { $set: lease },
    { sort: { next_attempt_at: 1, created_at: 1 }, returnDocument: 'after' },
  );
}

/** The channel, or why nothing can be sent to it. */
async function channelOf(ctx: TenantContext, n: Notifications, id: string): Promise<OpenChannel | SendOutcome> {
  try {
    const open = await loadChannel(ctx, n, id);
    if (!open) return failed('the channel is gone', false);
    return open.channel.enabled ? open : failed('the channel is switched off', false);
  } catch (error) {
    if (error instanceof SecretError) return failed(error.message, true);
    throw error;
  }
}

async function attempt(
  ctx: TenantContext,
  n: Notifications,
  open: OpenChannel | SendOutcome,
  row: NotificationDocument,
  signal: AbortSignal,
): Promise<SendOutcome> {
  if ('ok' in open) return open;
  const message = await composeMessage(ctx, n, row);
  return typeof message === 'string' ? failed(message, false) : sendMessage(ctx, n, open, message, signal);
}

/** Numbers of attempts by what became of them. */
export type DeliveryCounts = Record<DeliveryOutcome, number>;
const none = (): DeliveryCounts => ({ delivered: 0, retried: 0, dead: 0 });

async function deliverChannel(ctx: TenantContext, n: Notifications, channelId: string, signal: AbortSignal): Promise<DeliveryCounts> {
  const counts = none();
  const until = await restOf(ctx, n, channelId);
  if (until) {
    await postponeDue(ctx, n, channelId, until);
    return counts;
  }
  const open = await channelOf(ctx, n, channelId);
  const end = performance.now() + BUDGET_MS;
  for (let done = 0; done < MAX_MESSAGES && performance.now() < end && !signal.aborted; done += 1) {
    const row = await claim(ctx, n, channelId);
    if (!row) break;
    const started = performance.now();
    let outcome: SendOutcome;
    try {
      outcome = await attempt(ctx, n, open, row, signal);
    } catch (error) {
      await release(ctx, n, row);
      // A process that stops has not been refused by anybody.
      if (signal.aborted) break;
      throw error;
    }
    const became = await settle(ctx, n, row, outcome, performance.now() - started);
    counts[became] += 1;
    n.onOutcome?.(row.kind, became);
    if (!outcome.ok && outcome.retry) break;
    if (outcome.ok && done === 0) await endRest(ctx, n, channelId);
  }
  return counts;
}

async function dueChannelsOf(ctx: TenantContext, n: Notifications): Promise<string[]> {
  const due = { status: 'waiting' as const, next_attempt_at: { $lte: ctx.clock.now() } };
  const rows = await n.stores.outbox.aggregate<{ _id: string }>(ctx, due, [{ $group: { _id: '$channel_id' } }]);
  return rows.map(({ _id }) => _id);
}

/**
 * Delivers what is due in a tenant, each channel on its own, so that a slow or dead receiver holds up nobody else. Any number of
 * processes may do this at the same time. A receiver that is away, or asks to wait, rests; its messages are tried again with growing
 * waits and are dead after eight failures. A crash between the delivery and its mark sends a message again, under the same id.
 * @param channelId only this channel
 */
export async function deliverDue(
  ctx: TenantContext,
  n: Notifications,
  options: { channelId?: string; signal?: AbortSignal } = {},
): Promise<DeliveryCounts> {
  const signal = options.signal ?? new AbortController().signal;
  const channels = options.channelId === undefined ? await dueChannelsOf(ctx, n) : [options.channelId];
  const results = await Promise.allSettled(channels.map((id) => deliverChannel(ctx, n, id, signal)));
  const total = none();
  for (const result of results)
    if (result.status === 'fulfilled') for (const key of ['delivered', 'retried', 'dead'] as const) total[key] += result.value[key];
  const failures = results.filter((result) => result.status === 'rejected');
  if (failures.length > 0)
    throw new AggregateError(
      failures.map(({ reason }) => reason),
      `Delivery failed for ${failures.length} channels.`,
    );
  return total;
}
