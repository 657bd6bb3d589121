import type { TenantContext } from '@aoc/server/context';
import type { DeliveryOutcome, Notifications } from '../notifications';
import type { Attempt, NotificationDocument } from '../outbox/notification.schema';
import { MAX_FAILURES, restMs, waitMs } from './backoff';
import { rest } from './rest';
import type { SendOutcome } from './send-outcome';

const MAX_ATTEMPTS = 20;
const FREE = { lease_until: null, lease_owner: null };

/** Writes what became of a message that `owner` has claimed; nothing when somebody else has taken it over meanwhile. */
async function write(
  ctx: TenantContext,
  n: Notifications,
  row: NotificationDocument,
  change: Partial<NotificationDocument>,
): Promise<boolean> {
  const mine = { _id: row._id, status: 'waiting' as const, lease_owner: row.lease_owner };
  return (await n.stores.outbox.updateOne(ctx, mine, { $set: { ...change, ...FREE } })).matchedCount === 1;
}

async function settleDelivered(ctx: TenantContext, n: Notifications, row: NotificationDocument, attempts: Attempt[]): Promise<void> {
  const now = ctx.clock.now();
  const done = { status: 'delivered' as const, attempts, delivered_at: now, ended_at: now, next_attempt_at: null };
  if (!(await write(ctx, n, row, done))) return;
  const fresh = await n.stores.outbox.findOne(ctx, { _id: row._id });
  // The message has arrived: what fails now must not send it again.
  await n.onDelivered?.(ctx, fresh?.alert_ids ?? row.alert_ids, now).catch((error: unknown) => n.onProblem?.('delivered', error));
}

/** Records an attempt and what follows from it: delivered, tried again later, or dead. */
export async function settle(
  ctx: TenantContext,
  n: Notifications,
  row: NotificationDocument,
  outcome: SendOutcome,
  ms: number,
): Promise<DeliveryOutcome> {
  const now = ctx.clock.now();
  const attempt = { at: now, ok: outcome.ok, detail: outcome.detail, ms: Math.round(ms) };
  const attempts = [...row.attempts, attempt].slice(-MAX_ATTEMPTS);
  if (outcome.ok) {
    await settleDelivered(ctx, n, row, attempts);
    return 'delivered';
  }
  const failures = row.failures + 1;
  const wait = waitMs(failures, n.random(), outcome.retryAfterMs);
  const dead = !outcome.retry || failures >= MAX_FAILURES;
  const next = dead
    ? { status: 'dead' as const, next_attempt_at: null, ended_at: now }
    : { next_attempt_at: new Date(now.getTime() + wait) };
  await write(ctx, n, row, { attempts, failures, ...next });
  if (outcome.retry) await rest(ctx, n, row.channel_id, new Date(now.getTime() + restMs(wait, outcome.retryAfterMs)));
  return dead ? 'dead' : 'retried';
}

/** Gives a claimed message back as it was. */
export async function release(ctx: TenantContext, n: Notifications, row: NotificationDocument): Promise<void> {
  await write(ctx, n, row, {});
}
