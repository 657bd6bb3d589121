import type { Notification } from '@aoc/contracts';
import type { NotificationDocument } from './notification.schema';

export const toWire = (row: NotificationDocument): Notification => ({
  id: row._id,
  tenant_id: row.tenant_id,
  channel_id: row.channel_id,
  channel_name: row.channel_name,
  kind: row.kind,
  alert_ids: row.alert_ids,
  title: row.title,
  status: row.status === 'gathered' ? 'waiting' : row.status,
  attempts: row.attempts.map(({ at, ...attempt }) => ({ at: at.toISOString(), ...attempt })),
  created_at: row.created_at.toISOString(),
  next_attempt_at: row.next_attempt_at?.toISOString() ?? null,
  delivered_at: row.delivered_at?.toISOString() ?? null,
});
