import type { TenantContext } from '@aoc/server/context';
import { eventIndex } from '@aoc/server/events';
import type { Notifications } from '../notifications';
import type { NotificationDocument } from '../outbox/notification.schema';
import { alertFactsSchema, withhold, type AlertFacts } from '../payload/alert-facts';
import { bySeverity, linkTo, titleOf, type Message } from '../payload/message';

/** Alerts whose details a message carries; the others are counted. */
const MAX_ALERTS = 1000;

/** A row of another version, or a damaged one: it must not keep those after it from being delivered. */
class UnreadableFacts extends Error {
  override readonly name = 'UnreadableFacts';
}

function readFacts({ facts }: Pick<NotificationDocument, 'facts'>): AlertFacts {
  try {
    return alertFactsSchema.parse(JSON.parse(facts));
  } catch (cause) {
    throw new UnreadableFacts('the stored message cannot be read by this version of AOC', { cause });
  }
}

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
  const facts = items.map(readFacts);
  const composed = { items: ids, alert_ids: items.flatMap(({ alert_ids }) => alert_ids), title: titleOf(facts) };
  const set = await outbox.findOneAndUpdate(ctx, { _id: row._id, items: null }, { $set: composed }, { returnDocument: 'after' });
  return set?.items ?? (await outbox.findOne(ctx, { _id: row._id }))?.items ?? ids;
}

async function factsOfRow(
  ctx: TenantContext,
  n: Notifications,
  row: NotificationDocument,
): Promise<{ facts: AlertFacts[]; count: number }> {
  if (row.facts !== '') return { facts: [readFacts(row)], count: 1 };
  const ids = row.items ?? (await takeItems(ctx, n, row));
  const items = await n.stores.outbox.find(ctx, { _id: { $in: ids.slice(0, MAX_ALERTS) } }).toArray();
  return { facts: items.map(readFacts), count: ids.length };
}

/** Results of the events of alerts that came without, by dedupe key. */
async function resultsOf(ctx: TenantContext, n: Notifications, facts: readonly AlertFacts[]): Promise<Map<string, string | null>> {
  const keys = facts.filter(({ withheld, result }) => !withheld && result === undefined).map(({ event_dedupe_key }) => event_dedupe_key);
  if (keys.length === 0) return new Map();
  const options = { hint: eventIndex.dedupe, projection: { dedupe_key: 1, result: 1 } };
  const events = await n.stores.events.find(ctx, { dedupe_key: { $in: keys } }, options).toArray();
  return new Map(events.map((event) => [event.dedupe_key, event.result]));
}

/** The message of a row, or why there is none. */
export async function composeMessage(ctx: TenantContext, n: Notifications, row: NotificationDocument): Promise<Message | string> {
  const found = await factsOfRow(ctx, n, row).catch((error: unknown) => {
    if (error instanceof UnreadableFacts) return error.message;
    throw error;
  });
  if (typeof found === 'string') return found;
  const { policy, branding, name } = await n.choicesOf(ctx.tenantId);
  // What was not private when the alert was raised may be now.
  const facts = found.facts.map((one) => withhold(one, policy));
  const { count } = found;
  const results = await resultsOf(ctx, n, facts);
  const [first, ...rest] = facts.toSorted(bySeverity).map((one) => ({
    ...one,
    result: one.result ?? results.get(one.event_dedupe_key) ?? null,
    url: linkTo(n.publicUrl, one.alert_id, name === null ? null : ctx.tenantId),
  }));
  if (!first) return 'nothing was held for it';
  return {
    id: row._id,
    tenantId: ctx.tenantId,
    title: titleOf(facts, count),
    alerts: [first, ...rest],
    count,
    test: false,
    sender: { branding, tenant: name },
  };
}
