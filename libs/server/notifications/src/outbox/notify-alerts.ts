import type { Alert, NotificationChannel } from '@aoc/contracts';
import type { PrivacyPolicy, TenantContext } from '@aoc/server/context';
import { createHash } from 'node:crypto';
import { listChannels } from '../channels/channels';
import type { Notifications } from '../notifications';
import { factsOf, occasionOf } from '../payload/alert-facts';
import { titleOf } from '../payload/message';
import { dueAt } from '../routing/due-at';
import { routesTo } from '../routing/routes-to';
import { withDefaults } from '../routing/with-defaults';
import { whenAbsent } from '../stores.repository';
import type { NotificationDocument } from './notification.schema';

/** Rows of one write. */
const BATCH = 200;

const idOf = (ctx: TenantContext, ...parts: string[]): string =>
  createHash('sha256')
    .update(JSON.stringify([ctx.tenantId, ...parts]))
    .digest('hex');

type Row = Omit<NotificationDocument, 'tenant_id'>;
interface Planned {
  item: Row;
  /** Of a held alert: the message that it waits for. */
  message: Row | null;
}

function planned(
  ctx: TenantContext,
  channel: NotificationChannel,
  policy: PrivacyPolicy,
  alert: Alert,
  result: string | null | undefined,
): Planned {
  const now = ctx.clock.now();
  const facts = factsOf(alert, policy, result);
  const due = dueAt(channel, alert.severity, now);
  const message_id = due.held ? idOf(ctx, channel.id, 'held until', due.at.toISOString()) : null;
  const common = {
    channel_id: channel.id,
    channel_name: channel.name,
    kind: channel.kind,
    alert_ids: [alert.id],
    title: titleOf([facts]),
    taken: false,
    closing: false,
    items: null,
    attempts: [],
    failures: 0,
    created_at: now,
    next_attempt_at: due.at,
    lease_until: null,
    lease_owner: null,
    delivered_at: null,
    ended_at: null,
  };
  const status = due.held ? ('gathered' as const) : ('waiting' as const);
  const ended_at = due.held ? due.at : null;
  const item = {
    ...common,
    _id: idOf(ctx, channel.id, alert.id, occasionOf(alert)),
    facts: JSON.stringify(facts),
    status,
    message_id,
    ended_at,
  };
  const message = message_id === null ? null : { ...common, _id: message_id, facts: '', status: 'waiting' as const, message_id: null };
  return { item, message };
}

async function writeAbsent(ctx: TenantContext, n: Notifications, rows: readonly Row[]): Promise<void> {
  const upserts = rows.map(({ _id, ...row }) => ({ filter: { _id }, update: { $setOnInsert: row } }));
  for (let at = 0; at < upserts.length; at += BATCH) await whenAbsent(() => n.stores.outbox.bulkUpsert(ctx, upserts.slice(at, at + BATCH)));
}

/**
 * Adds held alerts to their messages. One that comes after its message was put together (a slow writer, or a repeat after a crash) goes
 * out by itself at once. Either the message has taken the alert or it leaves here: both are one write on the row of the alert.
 */
async function joinMessages(ctx: TenantContext, n: Notifications, itemIds: readonly string[]): Promise<void> {
  const { outbox } = n.stores;
  const items = await outbox.find(ctx, { _id: { $in: [...itemIds] }, status: 'gathered', taken: false }).toArray();
  const byMessage = Map.groupBy(items, ({ message_id }) => message_id ?? '');
  for (const [messageId, members] of byMessage) {
    const ids = members.flatMap(({ alert_ids }) => alert_ids);
    const update = { $addToSet: { alert_ids: { $each: ids } } };
    const open = await outbox.updateOne(ctx, { _id: messageId, closing: false }, update);
    if (open.matchedCount === 1) continue;
    const alone = { status: 'waiting' as const, message_id: null, next_attempt_at: ctx.clock.now(), ended_at: null };
    await outbox.updateMany(ctx, { _id: { $in: members.map(({ _id }) => _id) }, status: 'gathered', taken: false }, { $set: alone });
  }
}

/** What {@link notifyAlerts} has done: messages of alerts by channel that are on their way, those of earlier calls included. */
export interface NotifyOutcome {
  messages: number;
}

/**
 * Puts alerts that were just raised, or re-opened, on their way to every channel that takes them. Safe to repeat: each alert goes to a
 * channel once per occasion, however often and by how many processes this is called.
 * @param resultOf result of the event that raised an alert. Where it is not told the stored event has it, which may come later than the
 *   message.
 */
export async function notifyAlerts(
  ctx: TenantContext,
  n: Notifications,
  alerts: readonly Alert[],
  resultOf?: (alert: Alert) => string | null | undefined,
): Promise<NotifyOutcome> {
  if (alerts.length === 0) return { messages: 0 };
  const choices = await n.choicesOf(ctx.tenantId);
  const channels = (await listChannels(ctx, n, choices))
    .filter(({ enabled }) => enabled)
    .map((channel) => withDefaults(channel, choices.defaults));
  const rows = channels.flatMap((channel) =>
    alerts
      .filter((alert) => routesTo(channel.routing, alert))
      .map((alert) => planned(ctx, channel, choices.policy, alert, resultOf?.(alert))),
  );
  if (rows.length === 0) return { messages: 0 };
  const items = rows.map(({ item }) => item);
  await writeAbsent(ctx, n, items);
  const held = items.filter(({ status }) => status === 'gathered').map(({ _id }) => _id);
  if (held.length > 0) {
    await writeMessages(ctx, n, rows, held);
    await joinMessages(ctx, n, held);
  }
  n.onWritten?.(ctx.tenantId);
  return { messages: rows.length };
}

/** Messages that held alerts wait for. A repeat may plan a later one than the first call did: what is stored decides. */
async function writeMessages(ctx: TenantContext, n: Notifications, rows: readonly Planned[], held: readonly string[]): Promise<void> {
  const stored = await n.stores.outbox.find(ctx, { _id: { $in: [...held] }, status: 'gathered', taken: false }).toArray();
  const byItem = new Map(rows.map((row) => [row.item._id, row.message]));
  const messages = stored.flatMap((item) => {
    const message = byItem.get(item._id);
    return message && item.message_id !== null ? [{ ...message, _id: item.message_id, next_attempt_at: item.next_attempt_at }] : [];
  });
  const distinct = new Map(messages.map((message) => [message._id, message]));
  await writeAbsent(ctx, n, [...distinct.values()]);
}
