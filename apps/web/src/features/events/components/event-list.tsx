import { cx } from '@aoc/web/ui';
import type { RefObject } from 'react';
import { useZone } from '../../../shared/preferences';
import { longDay, type Zone } from '../../../shared/time';
import type { EventFilters } from '../../../shared/event-filters/filters';
import { isOpen, type ListEntry } from '../model/list-entries';
import { EventRow } from './event-row';
import { ListEnd, type MorePages } from '../../../shared/list-end';
import type { ListHandle } from '../../../shared/use-virtual-rows';
import { useEventRows } from './use-event-rows';

export interface EventListProps {
  entries: ListEntry[];
  total: number;
  filters: EventFilters;
  openId: string | undefined;
  stale: boolean;
  more: MorePages;
  onFilters: (filters: EventFilters) => void;
  scrollRef: RefObject<HTMLDivElement | null>;
  handle: RefObject<ListHandle | null>;
}

const HEIGHTS = { day: 30, event: 53 };

function DayHeading({ timestamp, zone }: { timestamp: string; zone: Zone }) {
  return <h2 className="border-b border-line bg-raised/60 px-3 py-1 text-xs font-medium text-soft sm:px-4">{longDay(timestamp, zone)}</h2>;
}

/** The virtual list: only what is in view is in the page, however many events are loaded. */
export function EventList({ entries, total, filters, openId, stale, more, onFilters, scrollRef, handle }: EventListProps) {
  const zone = useZone();
  const virtualizer = useEventRows({ entries, heights: HEIGHTS, more, scrollRef, handle });
  return (
    <>
      <ol
        aria-label="Events, newest first"
        className={cx('relative transition-opacity', stale && 'opacity-60')}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map((item) => {
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
                <EventRow event={entry.event} filters={filters} zone={zone} open={isOpen(entry.event, openId)} onFilters={onFilters} />
              )}
            </li>
          );
        })}
      </ol>
      <ListEnd more={more} shown={entries.length} things="events" />
    </>
  );
}
