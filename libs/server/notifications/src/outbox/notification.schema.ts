import type { ChannelKind, NotificationStatus, TenantId } from '@aoc/contracts';
import type { CollectionDefinition } from '@aoc/server/mongo';

/** One try to deliver a message. */
export interface Attempt {
  at: Date;
  ok: boolean;
  detail: string;
  ms: number;
}

/**
 * A row of the outbox. There are two kinds:
 * - a message: what a channel is sent. It is about one alert, or about all that were held for it;
 * - a held alert (`gathered`), which belongs to the message `message_id` and never goes out alone, unless it came too late for it.
 * `_id` is made from what the row is for, so that writing it again after a crash changes nothing.
 */
export interface NotificationDocument {
  _id: string;
  tenant_id: TenantId;
  channel_id: string;
  channel_name: string;
  kind: ChannelKind;
  alert_ids: string[];
  title: string;
  /** AlertFacts as JSON; empty in the message of held alerts, which has them in its `items`. */
  facts: string;
  status: NotificationStatus | 'gathered';
  /** Of a held alert: its message. */
  message_id: string | null;
  /** Of a held alert: the message has it. From then on it stays there. */
  taken: boolean;
  /** Of a message of held alerts: no more are taken. */
  closing: boolean;
  /** Ids of the rows that the message consists of; null until it is put together. */
  items: string[] | null;
  /** Newest last, at most 20. */
  attempts: Attempt[];
  /** Failed attempts since it was written, or resent. */
  failures: number;
  created_at: Date;
  next_attempt_at: Date | null;
  /** Somebody is delivering it until then. */
  lease_until: Date | null;
  lease_owner: string | null;
  delivered_at: Date | null;
  /** When nothing more happened to it; it is forgotten 90 days later. */
  ended_at: Date | null;
}

const KEPT_SECONDS = 90 * 86_400;

export const notificationCollection: CollectionDefinition = {
  name: 'notifications',
  indexes: [
    { name: 'tenant_created', serves: 'delivery log, newest first', key: { tenant_id: 1, created_at: -1, _id: -1 } },
    {
      name: 'tenant_channel_due',
      serves: 'next message of a channel',
      key: { tenant_id: 1, channel_id: 1, status: 1, next_attempt_at: 1 },
    },
    { name: 'due', serves: 'channels of all tenants with something to do', key: { status: 1, next_attempt_at: 1 } },
    { name: 'tenant_message', serves: 'held alerts of a message', key: { tenant_id: 1, message_id: 1 } },
    { name: 'expiry', serves: 'the log forgets after 90 days', key: { ended_at: 1 }, expireAfterSeconds: KEPT_SECONDS },
  ],
};
