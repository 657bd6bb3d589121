import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { ProblemNotice, ProblemState } from '../../../shared/problem-notice';
import { useZone } from '../../../shared/preferences';
import { useMediaQuery } from '../../../shared/use-media-query';
import { useTitle } from '../../../shared/use-title';
import { useEvents } from '../api/list-events';
import { hasFilters } from '../model/filters';
import { listEntries } from '../model/list-entries';
import { CoverageNotice } from './coverage-notice';
import { EventList, type EventListHandle } from './event-list';
import { FilterBar } from './filter-bar';
import { ListSkeleton, NoEvents } from './list-placeholder';
import { ListToolbar } from './list-toolbar';
import { useEventKeys } from './use-event-keys';
import { useEventsAddress } from './use-events-address';
import { useNewEvents } from './use-new-events';

// What the first look does not need comes after it.
const importPanel = () => import('./event-panel');
const EventPanel = lazy(async () => ({ default: (await importPanel()).EventPanel }));
const BulkTagDialog = lazy(async () => ({ default: (await import('./bulk-tag-dialog')).BulkTagDialog }));

/** Below this the panel covers the list instead of standing beside it. */
const BESIDE = '(min-width: 64rem)';

export function EventsPage() {
  useTitle('Events');
  const address = useEventsAddress();
  const { filters, eventId } = address;
  const zone = useZone();
  const beside = useMediaQuery(BESIDE);
  const list = useEvents(filters);
  const pages = list.data?.pages;
  const { news, show, coverage } = useNewEvents(filters, list.isPlaceholderData ? undefined : pages);
  const entries = useMemo(() => listEntries(pages?.flatMap((page) => page.items) ?? [], zone), [pages, zone]);
  const [tagging, setTagging] = useState(false);
  const searchRef = useRef<HTMLInputElement>(null);
  const scrollRef = useRef<HTMLDivElement>(null);
  const handle = useRef<EventListHandle>(null);
  const { close } = useEventKeys({ address, entries, handle, searchRef });
  const first = pages?.[0];

  const loaded = pages !== undefined;
  useEffect(() => {
    if (loaded) void importPanel();
  }, [loaded]);
  useEffect(() => scrollRef.current?.scrollTo({ top: 0 }), [filters]);

  return (
    <div className="flex min-h-0 flex-1">
      <h1 className="sr-only">Events</h1>
      <section
        aria-label="Event list"
        inert={eventId !== undefined && !beside}
        className="@container flex min-w-0 flex-1 flex-col bg-surface"
      >
        <FilterBar filters={filters} onChange={address.setFilters} searchRef={searchRef} />
        <CoverageNotice coverage={coverage} />
        <ListToolbar
          total={first ? { total: first.total, exact: first.total_is_exact } : null}
          updating={list.isPlaceholderData || (list.isFetching && !list.isFetchingNextPage && list.data !== undefined)}
          news={news}
          onShowNew={() => {
            show();
            handle.current?.toTop();
          }}
          onBulkTag={() => setTagging(true)}
        />
        <div ref={scrollRef} className="min-h-0 flex-1 overflow-y-auto" tabIndex={-1}>
          {list.isPending && <ListSkeleton />}
          {list.error && !list.data && <ProblemState error={list.error} onRetry={() => void list.refetch()} />}
          {list.error && list.data && !list.isFetchNextPageError && (
            <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />
          )}
          {first && entries.length === 0 && (
            <NoEvents
              filtered={hasFilters(filters)}
              uncovered={coverage !== undefined && coverage.state !== 'complete'}
              onClear={() => address.setFilters({})}
            />
          )}
          {entries.length > 0 && (
            <EventList
              entries={entries}
              total={first?.total_is_exact ? first.total : -1}
              filters={filters}
              openId={eventId}
              stale={list.isPlaceholderData}
              more={{
                has: list.hasNextPage,
                loading: list.isFetchingNextPage,
                failed: list.isFetchNextPageError,
                load: () => void list.fetchNextPage(),
              }}
              onFilters={address.setFilters}
              scrollRef={scrollRef}
              handle={handle}
            />
          )}
        </div>
      </section>
      <Suspense>
        {eventId !== undefined && (
          <EventPanel id={eventId} beside={beside} filters={filters} onFilters={address.setFilters} onClose={close} />
        )}
        {tagging && <BulkTagDialog filters={filters} onClose={() => setTagging(false)} />}
      </Suspense>
    </div>
  );
}
