import type { TenantId } from '@aoc/contracts';
import type { CollectionDefinition } from '@aoc/server/mongo';

/** A search that a person keeps. `_id` is a hash over tenant, owner and name, so that a name is there once. */
export interface SavedSearchDocument {
  _id: string;
  tenant_id: TenantId;
  owner: string;
  id: string;
  name: string;
  /** Query parameters of the event list, instants as text. */
  filters: Record<string, unknown>;
  /** The same as one canonical query text. */
  query: string;
  created_at: Date;
}

export const savedSearchCollection: CollectionDefinition = {
  name: 'saved_searches',
  indexes: [{ name: 'tenant_owner_name', serves: 'saved searches of a person, by name', key: { tenant_id: 1, owner: 1, name: 1 } }],
};
