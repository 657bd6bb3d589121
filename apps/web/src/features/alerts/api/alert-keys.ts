import type { AlertFilters } from '../model/alert-filters';

/** Cache keys of the alert queries, in one place because writes patch several of them. */
export const alertKeys = {
  lists: ['alerts', 'list'] as const,
  list: (filters: AlertFilters) => ['alerts', 'list', filters] as const,
  details: ['alerts', 'detail'] as const,
  detail: (id: string) => ['alerts', 'detail', id] as const,
  summary: ['alerts', 'summary'] as const,
  incidents: ['alerts', 'incident'] as const,
  incident: (id: string) => ['alerts', 'incident', id] as const,
};
