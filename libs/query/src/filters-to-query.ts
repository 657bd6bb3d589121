import type { EventFilter } from '@aoc/contracts';
import { normaliseQuery, type FieldTerm, type Query, type QueryField, type QueryMatch } from './ast';

const term = (field: QueryField, match: QueryMatch, value: string): FieldTerm => ({ kind: 'field', field, match, value });
const anyOf = (of: Query[]): Query => ({ kind: 'any', of });

/** The filters of 1.x as a query, all of which must hold; `q` is left out. */
export function filtersToQuery(filter: Omit<EventFilter, 'q'>): Query {
  const parts: Query[] = [];
  if (filter.service !== undefined) parts.push(term('service', 'exact', filter.service));
  if (filter.services?.length) parts.push(anyOf(filter.services.map((service) => term('service', 'exact', service))));
  for (const field of ['actor', 'operation', 'result'] as const) {
    const value = filter[field];
    if (value !== undefined) parts.push(term(field, 'plain', value));
  }
  if (filter.start) parts.push({ kind: 'time', bound: 'after', at: filter.start.toISOString() });
  if (filter.end) parts.push({ kind: 'time', bound: 'before', at: filter.end.toISOString() });
  if (filter.search !== undefined) parts.push({ kind: 'words', mode: 'search', text: filter.search });
  for (const tag of filter.include_tags ?? []) parts.push(term('tag', 'exact', tag));
  for (const tag of filter.exclude_tags ?? []) parts.push({ kind: 'not', of: term('tag', 'exact', tag) });
  return normaliseQuery({ kind: 'all', of: parts });
}
