import type { ChannelKind, ChannelRouting, QuietHours, TenantId } from '@aoc/contracts';
import type { CollectionDefinition } from '@aoc/server/mongo';

/** A channel that somebody made. Address and secret are sealed. */
export interface ChannelDocument {
  _id: string;
  tenant_id: TenantId;
  name: string;
  /** The name in lower case, there once in a tenant. */
  name_key: string;
  kind: ChannelKind;
  enabled: boolean;
  /** Sealed; null for e-mail. */
  url: string | null;
  /** What may be shown of the address. */
  destination: string;
  /** Sealed; null when messages are not signed. */
  secret: string | null;
  recipients: string[];
  routing: ChannelRouting;
  quiet_hours: QuietHours | null;
  digest_minutes: number;
  /** Absent in rows of earlier versions: true. */
  uses_defaults?: boolean;
  version: number;
  created_at: Date;
  updated_at: Date;
  updated_by: string;
}

export const channelCollection: CollectionDefinition = {
  name: 'notification_channels',
  indexes: [
    { name: 'tenant_name', serves: 'channels of a tenant by name; a name is there once', key: { tenant_id: 1, name_key: 1 }, unique: true },
  ],
};

/** What is known of a receiver beside its settings; also for the channel of the environment. `_id` is tenant and channel. */
export interface ChannelStateDocument {
  _id: string;
  tenant_id: TenantId;
  channel_id: string;
  /** The receiver is left alone until then; null when it works. */
  rest_until: Date | null;
  tested_at: Date;
}

export const channelStateCollection: CollectionDefinition = { name: 'notification_channel_states', indexes: [] };
