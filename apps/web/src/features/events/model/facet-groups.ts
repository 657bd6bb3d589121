import type { FacetFieldName, Facets } from '@aoc/contracts';
import { stateOf, type FieldValue, type ValueState } from '../../../shared/event-filters/value-filters';
import type { EventFilters } from '../../../shared/event-filters/filters';

/** Order and names of the groups in the sidebar; those that are folded at first stand last. */
export const FACET_GROUPS: { field: FacetFieldName; title: string; folded: boolean }[] = [
  { field: 'service', title: 'Service', folded: false },
  { field: 'result', title: 'Result', folded: false },
  { field: 'operation', title: 'Operation', folded: false },
  { field: 'actor', title: 'Actor', folded: false },
  { field: 'category', title: 'Category', folded: true },
  { field: 'source', title: 'Source', folded: true },
  { field: 'tag', title: 'Tag', folded: false },
];

export interface FacetRow {
  item: FieldValue;
  /** Null when the value is filtered but does not occur among the most frequent ones. */
  count: number | null;
  /** Share of the most frequent value, for a bar behind the row. */
  share: number;
  state: ValueState;
}

/** Values of a field with their counts; what is filtered stays listed even when nothing of it is left. */
export function facetRows(field: FacetFieldName, facets: Facets | undefined, filters: EventFilters): FacetRow[] {
  const values = facets?.facets.find((facet) => facet.field === field)?.values ?? [];
  const top = Math.max(1, ...values.map(({ count }) => count));
  const rows = values.map(({ value, count }): FacetRow => {
    const item = { field, value };
    return { item, count, share: count / top, state: stateOf(filters, item) };
  });
  const listed = new Set(values.map(({ value }) => value));
  const chosen = { service: filters.services, tag: [...(filters.include_tags ?? []), ...(filters.exclude_tags ?? [])] };
  const missing = (field === 'service' || field === 'tag' ? (chosen[field] ?? []) : []).filter((value) => !listed.has(value));
  return [
    ...rows,
    ...missing.map((value): FacetRow => ({ item: { field, value }, count: null, share: 0, state: stateOf(filters, { field, value }) })),
  ];
}

/** What the counts speak for; null when every matching event was counted. */
export function countedNote({ completeness, counted }: Facets, format: (value: number) => string): string | null {
  if (completeness === 'exact') return null;
  return completeness === 'sampled' ? `of the newest ${format(counted)}` : `of ${format(counted)}, time was up`;
}
