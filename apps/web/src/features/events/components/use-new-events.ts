import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { eventKeys } from '../api/event-keys';
import type { EventList, EventListPage } from '../api/list-events';
import { usePeekEvents } from '../api/peek-events';
import type { EventFilters } from '../../../shared/event-filters/filters';
import { newEvents, type NewEvents } from '../model/new-events';
import { knownTotal } from '../model/total-label';

const NONE: NewEvents = { count: 0, more: false };

/**
 * How many events arrived since the list was loaded, and `show` to load them. An empty list shows them at once:
 * there is nothing that could jump. Not `enabled`: somebody else brings the news. `coverage` is the freshest verdict, `total` the best that is known.
 */
export function useNewEvents(filters: EventFilters, pages: EventListPage[] | undefined, enabled: boolean) {
  const client = useQueryClient();
  const peek = usePeekEvents(filters, enabled && pages !== undefined).data;
  const isEmpty = pages?.[0]?.items.length === 0;
  const news = enabled && pages && peek ? newEvents(pages, peek) : NONE;
  const show = () => {
    if (peek) client.setQueryData<EventList>(eventKeys.list(filters), { pages: [peek], pageParams: [null] });
  };
  const showIfEmpty = useEffectEvent(() => {
    if (isEmpty && news.count > 0) show();
  });
  useEffect(() => showIfEmpty(), [isEmpty, news.count]);
  const first = pages?.[0];
  return { news: isEmpty ? NONE : news, show, coverage: peek?.coverage ?? first?.coverage, total: knownTotal(first, peek) };
}
