import type { NormalizedEvent } from '@aoc/contracts';

/** Fields that are counted per value and tenant. */
export const FACET_FIELDS = ['service', 'operation', 'result', 'actor_display', 'actor_upn', 'display_category'] as const;
export type FacetField = (typeof FACET_FIELDS)[number];

export interface FacetValue {
  field: FacetField;
  value: string;
}

/** The values under which an event counts; absent and empty ones are left out. */
export function facetValues(event: Pick<NormalizedEvent, FacetField>): FacetValue[] {
  return FACET_FIELDS.flatMap((field) => {
    const value = event[field];
    return value === null || value === '' ? [] : { field, value };
  });
}
