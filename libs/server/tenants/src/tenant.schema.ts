import type { Branding, FetchedSource, NotificationDefaults, TenantId, TenantPrivacy, WorkingTime } from '@aoc/contracts';
import type { CollectionDefinition } from '@aoc/server/mongo';

/** A tenant that is collected. `_id` is the tenant id. Fields that earlier versions did not have may be absent. */
export interface TenantDocument {
  _id: string;
  tenant_id: TenantId;
  name: string;
  enabled: boolean;
  /** Days that its events are kept; null: the general setting; 0: for ever. */
  retention_days: number | null;
  created_at: Date;
  client_id?: string | null;
  /** Sealed under ENCRYPTION_KEY for this tenant. */
  client_secret?: string | null;
  /** Takes the place of the secret. */
  client_certificate?: {
    /** SHA-256, base64url. */
    thumbprint: string;
    expires_at: Date;
    /** Sealed as the secret is. */
    private_key: string;
  } | null;
  sources?: FetchedSource[] | null;
  interval_minutes?: number | null;
  working_time?: WorkingTime | null;
  privacy?: TenantPrivacy | null;
  notification_defaults?: NotificationDefaults | null;
  branding?: Branding | null;
}

export const tenantCollection: CollectionDefinition = { name: 'tenants', indexes: [] };
