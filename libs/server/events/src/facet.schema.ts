import type { TenantId } from '@aoc/contracts';
import type { CollectionDefinition } from '@aoc/server/mongo';

/**
 * Fields whose values are counted; `changed_property` in lower case, `actor_key` resolves the partial actor filter, `device` feeds the
 * filter options, `shape` is what `shapeText` makes of the fields with few values.
 */
export const FACET_FIELDS = [
  'service',
  'operation',
  'result',
  'actor_display',
  'actor_upn',
  'actor_key',
  'display_category',
  'source',
  'changed_property',
  'device',
  'tag',
  'shape',
] as const;
export type FacetField = (typeof FACET_FIELDS)[number];

/** One value of one field of one tenant. `_id` is `tenant|field|sha256(value)`, so that long values stay indexable. */
export interface FacetDocument {
  _id: string;
  tenant_id: TenantId;
  field: FacetField;
  value: string;
  /** Lower-case value for substring search. */
  folded: string;
  count: number;
  first_seen: Date;
  last_seen: Date;
  /** Last batches that were counted; a batch that is finished again after a crash is not counted twice. */
  batches: string[];
}

export const facetIndex = { byCount: 'tenant_field_count' } as const;

export const facetCollection: CollectionDefinition = {
  name: 'facets',
  indexes: [{ name: facetIndex.byCount, serves: 'most frequent values of a field', key: { tenant_id: 1, field: 1, count: -1 } }],
};
