import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { parseEventsSearch, type EventFilters } from '../../../shared/event-filters/filters';
import { rememberSearch } from '../model/recent-searches';
import { rememberFilters } from '../model/remembered-filters';

const route = getRouteApi('/events');

/** Filters and open event as the address has them, and the ways to change them. */
export function useEventsAddress() {
  // The router also hands on parameters that no screen knows (a mailer's `utm_source`); they must not reach the API.
  const { event, ...rest } = parseEventsSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  // One identity per content, so that query keys and memos do not change with every render.
  const json = JSON.stringify(rest);
  const filters = useMemo<EventFilters>(() => rest, [json]);
  return {
    filters,
    eventId: event,
    /** `replace` for steps that nobody wants to go back through, such as each pause while typing. */
    setFilters(next: EventFilters, replace = false) {
      rememberFilters(next);
      rememberSearch(next);
      void navigate({ search: { ...next, event }, replace });
    },
    openEvent: (id: string, replace = false) => void navigate({ search: { ...filters, event: id }, replace }),
    closeEvent: () => void navigate({ search: filters }),
  };
}
export type EventsAddress = ReturnType<typeof useEventsAddress>;
