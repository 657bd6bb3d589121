import type { TenantId } from '@aoc/contracts';
import type { CollectionDefinition } from '@aoc/server/mongo';

/** How often the facets of a tenant have changed. `_id` is the tenant. */
export interface FacetRevisionDocument {
  _id: string;
  tenant_id: TenantId;
  revision: number;
  /** When counting began: after an erasure the numbers begin anew. */
  since: Date;
}

export const facetRevisionCollection: CollectionDefinition = { name: 'facet_revisions', indexes: [] };
