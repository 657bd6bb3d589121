import { tenantIdSchema, type TenantId } from '@aoc/contracts';
import { collectionOf, type Connection } from '@aoc/server/mongo';
import { notificationCollection, type NotificationDocument } from './notification.schema';

/** A backlog beyond this is as alarming as this. */
const MAX_COUNT = 100_000;

/** Channels of all tenants for which a message is due: only the dispatcher asks it, which then works within one tenant. */
export async function dueChannels(connection: Connection, now: Date): Promise<{ tenantId: TenantId; channelId: string }[]> {
  const rows = await collectionOf<NotificationDocument>(connection, notificationCollection.name)
    .aggregate<{ _id: { tenant: string; channel: string } }>([
      { $match: { status: 'waiting', next_attempt_at: { $lte: now } } },
      { $group: { _id: { tenant: '$tenant_id', channel: '$channel_id' } } },
    ])
    .toArray();
  return rows.map(({ _id }) => ({ tenantId: tenantIdSchema.parse(_id.tenant), channelId: _id.channel }));
}

/** Messages of all tenants that are due, counted up to 100,000: a number for metrics. */
export const notificationBacklog = (connection: Connection, now: Date): Promise<number> =>
  collectionOf<NotificationDocument>(connection, notificationCollection.name).countDocuments(
    { status: 'waiting', next_attempt_at: { $lte: now } },
    { limit: MAX_COUNT },
  );
