import type { TenantId } from '@aoc/contracts';
import type { CollectionDefinition } from '@aoc/server/mongo';

/** How often something of a tenant has changed. `_id` is the tenant; each counter is absent until its first change. */
export interface FacetRevisionDocument {
  _id: string;
  tenant_id: TenantId;
  /** Facets, and with them whatever is stored. */
  revision?: number;
  /** Which values there are: they stay the same while only their numbers change. */
  values?: number;
  /** What has been read of the sources. */
  coverage?: number;
  /** When counting began: after an erasure the numbers begin anew. */
  since: Date;
}

export const facetRevisionCollection: CollectionDefinition = { name: 'facet_revisions', indexes: [] };
