import type { TenantContext } from '@aoc/server/context';
import { eventIndex } from '@aoc/server/events';
import type { Notifications } from '../notifications';
import type { NotificationDocument } from '../outbox/notification.schema';
import { alertFactsSchema, type AlertFacts } from '../payload/alert-facts';
import { bySeverity, linkTo, titleOf, type Message } from '../payload/message';

/** Alerts whose details a message carries; the others are counted. */
const MAX_ALERTS = 1000;

/**
 * Takes the alerts that are held for a message. From then on the message stays what it is, so that each try sends the same.
 * @returns ids of the rows, oldest first
 */
async function takeItems(ctx: TenantContext, n: Notifications, row: NotificationDocument): Promise<string[]> {
  const { outbox } = n.stores;
  await outbox.updateOne(ctx, { _id: row._id }, { $set: { closing: true } });
  await outbox.updateMany(ctx, { message_id: row._id, status: 'gathered', taken: false }, { $set: { taken: true } });
  const items = await outbox.find(ctx, { message_id: row._id, taken: true }, { sort: { created_at: 1, _id: 1 } }).toArray();
  const ids = items.map(({ _id }) => _id);
  const facts = items.map((item) => alertFactsSchema.parse(JSON.parse(item.facts)));
  const composed = { items: ids, alert_ids: items.flatMap(({ alert_ids }) => alert_ids), title: titleOf(facts) };
  const set = await outbox.findOneAndUpdate(ctx, { _id: row._id, items: null }, { $set: composed }, { returnDocument: 'after' });
  return set?.items ?? (await outbox.findOne(ctx, { _id: row._id }))?.items ?? ids;
}

async function factsOfRow(
  ctx: TenantContext,
  n: Notifications,
  row: NotificationDocument,
): Promise<{ facts: AlertFacts[]; count: number }> {
  if (row.facts !== '') return { facts: [alertFactsSchema.parse(JSON.parse(row.facts))], count: 1 };
  const ids = row.items ?? (await takeItems(ctx, n, row));
  const items = await n.stores.outbox.find(ctx, { _id: { $in: ids.slice(0, MAX_ALERTS) } }).toArray();
  return { facts: items.map((item) => alertFactsSchema.parse(JSON.parse(item.facts))), count: ids.length };
}

/** Results of the events of alerts, by dedupe key. An alert is raised before its event is stored, so they are read when it is sent. */
async function resultsOf(ctx: TenantContext, n: Notifications, facts: readonly AlertFacts[]): Promise<Map<string, string | null>> {
  const keys = facts.filter(({ withheld }) => !withheld).map(({ event_dedupe_key }) => event_dedupe_key);
  if (keys.length === 0) return new Map();
  const options = { hint: eventIndex.dedupe, projection: { dedupe_key: 1, result: 1 } };
  const events = await n.stores.events.find(ctx, { dedupe_key: { $in: keys } }, options).toArray();
  return new Map(events.map((event) => [event.dedupe_key, event.result]));
}

/** The message of a row; null when it is about nothing, because nothing was held for it. */
export async function composeMessage(ctx: TenantContext, n: Notifications, row: NotificationDocument): Promise<Message | null> {
  const { facts, count } = await factsOfRow(ctx, n, row);
  const results = await resultsOf(ctx, n, facts);
  const [first, ...rest] = facts.toSorted(bySeverity).map((one) => ({
    ...one,
    result: results.get(one.event_dedupe_key) ?? null,
    url: linkTo(n.publicUrl, one.alert_id),
  }));
  if (!first) return null;
  return { id: row._id, tenantId: ctx.tenantId, title: titleOf(facts, count), alerts: [first, ...rest], count, test: false };
}
