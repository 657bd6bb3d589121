import { eventRoutes, type EventPage } from '@aoc/contracts';
import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery, type InfiniteData, type QueryClient } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { toQuery, type EventFilters, type EventQuery } from '../../../shared/event-filters/filters';
import { eventKeys } from './event-keys';

/** The page to ask for; later pages repeat the query of the first, so that a relative range does not move under the cursor. */
export interface PageParam {
  query: EventQuery;
  cursor: string | undefined;
}
export type EventList = InfiniteData<EventPage, PageParam | null>;

const eventsQuery = (filters: EventFilters) =>
  infiniteQueryOptions({
    queryKey: eventKeys.list(filters),
    queryFn: async ({ pageParam, signal }) => {
      const query = pageParam?.query ?? toQuery(filters, new Date());
      // Events are shown without waiting for their number, see use-counted-total.
      const page = await callApi(eventRoutes.listEvents, { query: { ...query, cursor: pageParam?.cursor, total: 'known' } }, signal);
      return { ...page, query };
    },
    initialPageParam: null as PageParam | null,
    getNextPageParam: (page): PageParam | undefined =>
      page.next_cursor === null ? undefined : { query: page.query, cursor: page.next_cursor },
    placeholderData: keepPreviousData,
    // Loaded pages stay as they are: what is new is announced, not pushed in (see peek-events).
    staleTime: Infinity,
    gcTime: 5 * 60_000,
  });

/** Replaces the loaded pages by a first page that is read now; what is shown stays when that fails. */
export async function readFirstPageAgain(client: QueryClient, filters: EventFilters): Promise<void> {
  await client.infiniteQuery({ ...eventsQuery(filters), pages: 1, staleTime: 0 }).catch(() => undefined);
}

export const useEvents = (filters: EventFilters) => useInfiniteQuery(eventsQuery(filters));
export type EventListPage = EventPage & { query: EventQuery };
