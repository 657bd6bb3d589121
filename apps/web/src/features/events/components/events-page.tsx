import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { useZone } from '../../../shared/preferences';
import { useTitle } from '../../../shared/use-title';
import { useEvents } from '../api/list-events';
import { parseFilters } from '../../../shared/event-filters/filters';
import { showsAllTenants } from '../../../shared/api/all-tenants';
import { listEntries } from '../model/list-entries';
import { queryMistake } from '../model/query-mistake';
import { withTenantColumn } from '../model/table-columns';
import { EventsResult } from './events-result';
import { FacetArea } from './facet-area';
import { HistogramPanel } from './histogram-panel';
import { ListToolbar } from './list-toolbar';
import { NewsPill } from './news-pill';
import { SearchBar } from './search-bar';
import { useCountedTotal } from './use-counted-total';
import { useEventKeys } from './use-event-keys';
import type { ListHandle } from '../../../shared/use-virtual-rows';
import { useEventsAddress } from './use-events-address';
import { useEventsView } from './use-events-view';
import { useLiveTail } from './use-live-tail';
import { useNewEvents } from './use-new-events';
import { useOfferedCommands } from './use-offered-commands';
import { ValueMenu } from './value-menu';

// What the first look does not need comes after it.
const importPanel = () => import('./event-panel');
const EventPanel = lazy(async () => ({ default: (await importPanel()).EventPanel }));
const FailureToast = lazy(async () => ({ default: (await import('../../../shared/failure-toast')).FailureToast }));
const BulkTagDialog = lazy(async () => ({ default: (await import('./bulk-tag-dialog')).BulkTagDialog }));

/** Pixels from the top within which the reader counts as being there. */
const TOP = 40;

export function EventsPage() {
  useTitle('Events');
  const address = useEventsAddress();
  const { filters, eventId } = address;
  const zone = useZone();
  const look = useEventsView();
  const all = showsAllTenants();
  const [live, setLive] = useState(false);
  const [tagging, setTagging] = useState(false);
  const [failure, setFailure] = useState<Error | null>(null);
  const searchRef = useRef<HTMLInputElement>(null);
  const scrollRef = useRef<HTMLDivElement>(null);
  const handle = useRef<ListHandle>(null);

  const list = useEvents(filters);
  const pages = list.data?.pages;
  useCountedTotal(filters, list.isPlaceholderData ? undefined : pages?.[0]);
  const isTable = look.view === 'table';
  const tail = useLiveTail({ filters, enabled: live, atTop: () => (scrollRef.current?.scrollTop ?? 0) < TOP });
  const polled = useNewEvents(filters, list.isPlaceholderData ? undefined : pages, tail.state !== 'open');
  const entries = useMemo(() => listEntries(pages?.flatMap((page) => page.items) ?? [], zone, !isTable), [pages, zone, isTable]);
  const toggleView = () => look.setView(isTable ? 'cards' : 'table');
  // A live view is of one tenant; of all tenants the news is asked for.
  const toggleLive = () => setLive(!live && !all);
  const { close } = useEventKeys({ address, entries, handle, searchRef, onView: toggleView, onLive: toggleLive });
  useOfferedCommands({
    filters,
    isTable,
    live,
    toggleView,
    toggleLive,
    searchRef,
    onBulkTag: () => setTagging(true),
    onFailure: setFailure,
  });

  const total = polled.total ?? pages?.[0];
  const news = tail.waiting > 0 ? { count: tail.waiting, more: false } : polled.news;
  const showNew = () => {
    if (tail.waiting > 0) tail.show();
    else polled.show();
    handle.current?.toTop();
  };

  const loaded = pages !== undefined;
  useEffect(() => {
    if (loaded) void importPanel();
  }, [loaded]);
  useEffect(() => {
    // Newer browsers answer scrollTo with a promise, which an effect must not return.
    void scrollRef.current?.scrollTo({ top: 0 });
  }, [filters]);

  return (
    <ValueMenu filters={filters} onFilters={address.setFilters}>
      <div className="flex min-h-0 flex-1 flex-col bg-surface" inert={eventId !== undefined && !look.beside}>
        <h1 className="sr-only">Events</h1>
        <SearchBar filters={filters} queryError={queryMistake(list.error)} onChange={address.setFilters} searchRef={searchRef} />
        <div className="flex min-h-0 flex-1">
          {look.facets.shown && (
            <FacetArea filters={filters} onFilters={address.setFilters} drawer={look.facets.drawer} onClose={look.facets.onClose} />
          )}
          <section aria-label="Event list" className="@container flex min-w-0 flex-1 flex-col">
            <HistogramPanel
              filters={filters}
              onRange={(start, end) => address.setFilters(parseFilters({ ...filters, last: undefined, start, end }))}
            />
            <ListToolbar
              filters={filters}
              total={total && total.total >= 0 ? { total: total.total, exact: total.total_is_exact } : null}
              coverage={polled.coverage}
              updating={list.isPlaceholderData || (list.isFetching && !list.isFetchingNextPage && list.data !== undefined)}
              live={tail.state}
              view={look.view}
              columns={look.columns}
              facets={look.facets}
              onLive={toggleLive}
              onView={look.setView}
              onColumns={look.setColumns}
              onBulkTag={() => setTagging(true)}
              onFailure={setFailure}
            />
            <div className="relative min-h-0 flex-1">
              <NewsPill news={news} onShow={showNew} />
              <div ref={scrollRef} className="absolute inset-0 overflow-auto" tabIndex={-1}>
                <EventsResult
                  list={list}
                  entries={entries}
                  coverage={polled.coverage}
                  filters={filters}
                  openId={eventId}
                  columns={!isTable ? null : all ? withTenantColumn(look.columns) : look.columns}
                  onFilters={address.setFilters}
                  scrollRef={scrollRef}
                  handle={handle}
                />
              </div>
            </div>
          </section>
          <Suspense>
            {eventId !== undefined && look.beside && (
              <EventPanel id={eventId} beside filters={filters} onFilters={address.setFilters} onClose={close} />
            )}
          </Suspense>
        </div>
      </div>
      <Suspense>
        {eventId !== undefined && !look.beside && (
          <EventPanel id={eventId} beside={false} filters={filters} onFilters={address.setFilters} onClose={close} />
        )}
        {tagging && <BulkTagDialog filters={filters} onClose={() => setTagging(false)} />}
        {failure && <FailureToast error={failure} onClose={() => setFailure(null)} />}
      </Suspense>
    </ValueMenu>
  );
}
