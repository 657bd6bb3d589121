import type { FacetFieldName } from '@aoc/contracts';
import type { FacetField } from '../facet.schema';

/** Stored field and counter of each field that can be counted by. */
export const COUNTED_BY = {
  service: { stored: 'service', facet: 'service' },
  operation: { stored: 'operation', facet: 'operation' },
  result: { stored: 'result', facet: 'result' },
  actor: { stored: 'actor_display', facet: 'actor_display' },
  category: { stored: 'display_category', facet: 'display_category' },
  source: { stored: 'source', facet: 'source' },
  tag: { stored: 'tags', facet: 'tag' },
} as const satisfies Record<FacetFieldName, { stored: string; facet: FacetField }>;
