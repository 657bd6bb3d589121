import type { NotificationChannel } from '@aoc/contracts';
import type { ChannelDocument } from './channel.schema';

/** A channel as the API shows it: without address and secret. */
export const toWire = (row: ChannelDocument): NotificationChannel => ({
  id: row._id,
  tenant_id: row.tenant_id,
  name: row.name,
  kind: row.kind,
  enabled: row.enabled,
  destination: row.destination,
  has_secret: row.secret !== null,
  recipients: row.recipients,
  routing: row.routing,
  quiet_hours: row.quiet_hours,
  digest_minutes: row.digest_minutes,
  uses_defaults: row.uses_defaults ?? true,
  from_environment: false,
  from_tenant: false,
  version: row.version,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
  updated_by: row.updated_by,
});
