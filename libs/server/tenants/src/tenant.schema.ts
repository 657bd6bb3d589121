import type { TenantId } from '@aoc/contracts';
import type { CollectionDefinition } from '@aoc/server/mongo';

/** A tenant that is collected. `_id` is the tenant id. */
export interface TenantDocument {
  _id: string;
  tenant_id: TenantId;
  name: string;
  enabled: boolean;
  /** Days that its events are kept; null: the general setting; 0: for ever. */
  retention_days: number | null;
  created_at: Date;
}

export const tenantCollection: CollectionDefinition = { name: 'tenants', indexes: [] };
