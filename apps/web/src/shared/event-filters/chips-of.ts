import { excludeValue, includeValue } from './value-filters';
import { parseFilters, type EventFilters } from './filters';
import { negatedTerm, replaceTerm, termsOf } from './query-text';

/** One condition in force: what it says, the filters without it, and the filters with its opposite where that can be said. */
export interface Chip {
  key: string;
  field: string | null;
  value: string;
  negated: boolean;
  removed: EventFilters;
  inverted: EventFilters | null;
}

const drop = (filters: EventFilters, change: EventFilters) => parseFilters({ ...filters, ...change });

function serviceChip(filters: EventFilters): Chip[] {
  const { services } = filters;
  if (!services) return [];
  const removed = drop(filters, { services: undefined });
  const inverted = services.reduce((sum, value) => excludeValue(sum, { field: 'service', value }), removed);
  return [{ key: 'services', field: 'service', value: services.join(' or '), negated: false, removed, inverted }];
}

function tagChips(filters: EventFilters): Chip[] {
  const included = (filters.include_tags ?? []).map((value) => ({
    value,
    negated: false,
    inverted: excludeValue(filters, { field: 'tag', value }),
  }));
  const excluded = (filters.exclude_tags ?? []).map((value) => ({
    value,
    negated: true,
    inverted: includeValue(filters, { field: 'tag', value }),
  }));
  return [...included, ...excluded].map(({ value, negated, inverted }) => {
    const without = (list: string[] | undefined) => list?.filter((tag) => tag !== value);
    const removed = drop(
      filters,
      negated ? { exclude_tags: without(filters.exclude_tags) } : { include_tags: without(filters.include_tags) },
    );
    return { key: `tag ${value}`, field: 'tag', value, negated, removed, inverted };
  });
}

/** The parts of the filters besides time, each removable: 1.x parameters first, then the terms of the query. */
export function chipsOf(filters: EventFilters): Chip[] {
  const texts = (['search', 'actor', 'operation', 'result'] as const).flatMap((field): Chip[] => {
    const value = filters[field];
    if (value === undefined) return [];
    return [{ key: field, field, value, negated: false, removed: drop(filters, { [field]: undefined }), inverted: null }];
  });
  const q = filters.q ?? '';
  const terms = termsOf(q).map((term): Chip => {
    const [removed, inverted] = ['', negatedTerm(term)].map((text) => drop(filters, { q: replaceTerm(q, term, text) }));
    return {
      key: `q ${term.start}`,
      field: term.field,
      value: term.value,
      negated: term.negated,
      removed: removed ?? filters,
      inverted: inverted ?? null,
    };
  });
  return [...serviceChip(filters), ...texts, ...tagChips(filters), ...terms];
}
