import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { EventFilters } from '../../../shared/event-filters/filters';
import { countEvents } from '../api/count-events';
import { eventKeys } from '../api/event-keys';
import type { EventList, EventListPage } from '../api/list-events';
import { withTotal } from '../model/live-list';

/** Has the matches counted when the first page came without their number, and puts it there. Where that fails the page goes without. */
export function useCountedTotal(filters: EventFilters, first: EventListPage | undefined): void {
  const client = useQueryClient();
  const query = first && first.total < 0 ? first.query : null;
  useEffect(() => {
    if (!query) return;
    const leaving = new AbortController();
    countEvents(query, leaving.signal).then(
      (counted) =>
        client.setQueryData<EventList>(eventKeys.list(filters), (list) =>
          list ? { ...list, pages: withTotal(list.pages, counted) } : undefined,
        ),
      () => undefined,
    );
    return () => leaving.abort();
  }, [client, filters, query]);
}
