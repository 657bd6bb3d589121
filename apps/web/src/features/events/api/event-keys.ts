import type { EventFilters } from '../../../shared/event-filters/filters';

/** Cache keys of the event queries, in one place because writes patch several of them. */
export const eventKeys = {
  lists: ['events', 'list'] as const,
  list: (filters: EventFilters) => ['events', 'list', filters] as const,
  peek: (filters: EventFilters) => ['events', 'peek', filters] as const,
  details: ['events', 'detail'] as const,
  detail: (id: string) => ['events', 'detail', id] as const,
  explanation: (id: string) => ['events', 'explanation', id] as const,
  related: (query: object) => ['events', 'related', query] as const,
  count: (filters: object) => ['events', 'count', filters] as const,
  histogram: (filters: EventFilters, buckets: number, split: string | null) => ['events', 'histogram', filters, buckets, split] as const,
  facets: (filters: EventFilters) => ['events', 'facets', filters] as const,
};
