import { Button, cx } from '@aoc/web/ui';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, type RefObject } from 'react';
import { useZone } from '../../../shared/preferences';
import { longDay, type Zone } from '../../../shared/time';
import type { EventFilters } from '../model/filters';
import type { ListEntry } from '../model/list-entries';
import { EventRow } from './event-row';

export interface EventListHandle {
  /** Brings an entry into view; with `focus`, gives its link the focus. */
  reveal: (index: number, focus: boolean) => void;
  toTop: () => void;
}

interface EventListProps {
  entries: ListEntry[];
  total: number;
  filters: EventFilters;
  openId: string | undefined;
  stale: boolean;
  more: { has: boolean; loading: boolean; failed: boolean; load: () => void };
  onFilters: (filters: EventFilters) => void;
  scrollRef: RefObject<HTMLDivElement | null>;
  handle: RefObject<EventListHandle | null>;
}

const HEIGHTS = { day: 30, event: 53 };
/** Entries before the end at which the next page is asked for. */
const AHEAD = 8;

function DayHeading({ timestamp, zone }: { timestamp: string; zone: Zone }) {
  return <h2 className="border-b border-line bg-raised/60 px-3 py-1 text-xs font-medium text-soft sm:px-4">{longDay(timestamp, zone)}</h2>;
}

function ListEnd({ more, shown }: { more: EventListProps['more']; shown: number }) {
  if (more.failed)
    return (
      <p className="flex items-center justify-center gap-3 p-4 text-bad">
        The next events could not be loaded. <Button onClick={more.load}>Try again</Button>
      </p>
    );
  if (more.has)
    return (
      <p className="p-4 text-center text-soft">{more.loading ? 'Loading more events…' : <Button onClick={more.load}>Load more</Button>}</p>
    );
  return shown > 20 ? <p className="p-4 text-center text-xs text-faint">These are all matching events.</p> : null;
}

/** The virtual list: only what is in view is in the page, however many events are loaded. */
export function EventList({ entries, total, filters, openId, stale, more, onFilters, scrollRef, handle }: EventListProps) {
  const zone = useZone();
  const virtualizer = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: (index) => HEIGHTS[entries[index]?.kind ?? 'event'],
    getItemKey: (index) => entries[index]?.key ?? index,
    overscan: 8,
  });
  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  const loadAhead = useEffectEvent(() => {
    if (more.has && !more.loading && !more.failed && last >= entries.length - AHEAD) more.load();
  });
  useEffect(() => loadAhead(), [last, entries.length, more.has, more.loading]);
  useEffect(() => {
    handle.current = {
      toTop: () => virtualizer.scrollToOffset(0),
      reveal: (index, focus) => {
        virtualizer.scrollToIndex(index, { align: 'auto' });
        const entry = entries[index];
        if (!focus || entry?.kind !== 'event') return;
        requestAnimationFrame(() => {
          scrollRef.current?.querySelector<HTMLElement>(`[data-event-link="${CSS.escape(entry.key)}"]`)?.focus({ preventScroll: true });
        });
      },
    };
  }, [entries, handle, scrollRef, virtualizer]);

  return (
    <>
      <ol
        aria-label="Events, newest first"
        className={cx('relative transition-opacity', stale && 'opacity-60')}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {items.map((item) => {
          const entry = entries[item.index];
          if (!entry) return null;
          return (
            <li
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              aria-setsize={entry.kind === 'event' ? total : undefined}
              aria-posinset={entry.kind === 'event' ? entry.index + 1 : undefined}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {entry.kind === 'day' ? (
                <DayHeading timestamp={entry.timestamp} zone={zone} />
              ) : (
                <EventRow
                  event={entry.event}
                  filters={filters}
                  zone={zone}
                  open={openId !== undefined && (entry.event.dedupe_key === openId || entry.event.id === openId)}
                  onFilters={onFilters}
                />
              )}
            </li>
          );
        })}
      </ol>
      <ListEnd more={more} shown={entries.length} />
    </>
  );
}
