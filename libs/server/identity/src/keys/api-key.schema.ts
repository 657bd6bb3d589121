import type { PersonRole, TenantId } from '@aoc/contracts';
import type { CollectionDefinition } from '@aoc/server/mongo';

/** A key for automation. `_id` is its public part; the secret part is there only as a hash. */
export interface ApiKeyDocument {
  _id: string;
  /** Tenant in which it was made and is managed. */
  tenant_id: TenantId;
  /** Tenants that it may name. */
  tenants: TenantId[];
  name: string;
  role: PersonRole;
  privacy_role: boolean;
  /** SHA-256 of the secret, which is 32 random bytes: nothing that could be guessed, so that a slow hash would add nothing. */
  hash: string;
  created_at: Date;
  created_by: { id: string; display: string };
  expires_at: Date | null;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

export const apiKeyCollection: CollectionDefinition = {
  name: 'api_keys',
  indexes: [{ name: 'tenant_created', serves: 'keys of a tenant, newest first', key: { tenant_id: 1, created_at: -1 } }],
};
