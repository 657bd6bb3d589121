import type { FacetFieldName } from '@aoc/contracts';
import { hasTerm, withoutTerm, withTerm } from './query-text';
import { parseFilters, type EventFilters } from './filters';

/** A value that rows, facets and the panel offer as a filter; `field` is a field of the query language. */
export interface FieldValue {
  field: FacetFieldName | 'target' | 'ip' | 'entity' | 'changed';
  value: string;
}
export type ValueState = 'included' | 'excluded' | null;

/** 1.x has parameters of its own for lists of services and tags; they keep old addresses working. */
const LISTS = { service: 'services', tag: 'include_tags' } as const;
const hasList = (field: string): field is keyof typeof LISTS => Object.hasOwn(LISTS, field);
const without = (list: string[] | undefined, value: string) => list?.filter((other) => other !== value);

/** Whether the filters ask for this value, rule it out, or say nothing of it. */
export function stateOf(filters: EventFilters, { field, value }: FieldValue): ValueState {
  const q = filters.q ?? '';
  if (hasList(field) && filters[LISTS[field]]?.includes(value)) return 'included';
  if (field === 'result' && filters.result === value) return 'included';
  if (field === 'tag' && filters.exclude_tags?.includes(value)) return 'excluded';
  if (hasTerm(q, { field, value, negated: false })) return 'included';
  return hasTerm(q, { field, value, negated: true }) ? 'excluded' : null;
}

/** The filters without a word on this value. */
export function clearValue(filters: EventFilters, { field, value }: FieldValue): EventFilters {
  const next = { ...filters };
  if (hasList(field)) next[LISTS[field]] = without(next[LISTS[field]], value);
  if (field === 'tag') next.exclude_tags = without(next.exclude_tags, value);
  if (field === 'result' && next.result === value) next.result = undefined;
  next.q = withoutTerm(next.q ?? '', { field, value });
  return parseFilters({ ...next });
}

export function includeValue(filters: EventFilters, item: FieldValue): EventFilters {
  const cleared = clearValue(filters, item);
  if (hasList(item.field)) {
    const name = LISTS[item.field];
    return parseFilters({ ...cleared, [name]: [...(cleared[name] ?? []), item.value] });
  }
  return parseFilters({ ...cleared, q: withTerm(cleared.q ?? '', { ...item, negated: false }) });
}

export function excludeValue(filters: EventFilters, item: FieldValue): EventFilters {
  const cleared = clearValue(filters, item);
  if (item.field === 'tag') return parseFilters({ ...cleared, exclude_tags: [...(cleared.exclude_tags ?? []), item.value] });
  return parseFilters({ ...cleared, q: withTerm(cleared.q ?? '', { ...item, negated: true }) });
}

/** A click on a value: ask for it; when the filters already do (or rule it out), drop that. */
export const toggleValue = (filters: EventFilters, item: FieldValue): EventFilters =>
  stateOf(filters, item) === null ? includeValue(filters, item) : clearValue(filters, item);
