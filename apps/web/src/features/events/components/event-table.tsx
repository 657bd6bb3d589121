import { cx } from '@aoc/web/ui';
import { useZone } from '../../../shared/preferences';
import { isOpen } from '../model/list-entries';
import { COLUMNS, columnTracks, type ColumnName } from '../model/table-columns';
import type { EventListProps } from './event-list';
import { ListEnd } from '../../../shared/list-end';
import { TableRow } from './table-row';
import { useEventRows } from './use-event-rows';

const HEIGHTS = { day: 0, event: 32 };
const HEAD = 30;

/** The dense table: one line per event, the chosen columns, a heading that stays. It scrolls sideways inside its own area. */
export function EventTable({
  columns,
  entries,
  total,
  filters,
  openId,
  stale,
  more,
  onFilters,
  scrollRef,
  handle,
}: EventListProps & { columns: ColumnName[] }) {
  const zone = useZone();
  const virtualizer = useEventRows({ entries, heights: HEIGHTS, more, scrollRef, handle, headHeight: HEAD });
  const { template, minWidth } = columnTracks(columns);
  const row = 'grid gap-x-3 px-4';
  return (
    <>
      <div
        role="table"
        aria-label="Events, newest first"
        aria-rowcount={total < 0 ? -1 : total + 1}
        aria-colcount={columns.length}
        style={{ minWidth }}
      >
        <div role="rowgroup" className="sticky top-0 z-20">
          <div
            role="row"
            aria-rowindex={1}
            className={cx(row, 'h-7.5 items-center border-b border-line-strong/60 bg-raised text-xs font-medium text-soft')}
            style={{ gridTemplateColumns: template }}
          >
            {columns.map((name) => (
              <span key={name} role="columnheader" className="truncate">
                {COLUMNS[name].label}
              </span>
            ))}
          </div>
        </div>
        <div
          role="rowgroup"
          className={cx('relative transition-opacity', stale && 'opacity-60')}
          style={{ height: virtualizer.getTotalSize() }}
        >
          {virtualizer.getVirtualItems().map((item) => {
            const entry = entries[item.index];
            if (entry?.kind !== 'event') return null;
            return (
              <div
                key={item.key}
                role="row"
                aria-rowindex={entry.index + 2}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${item.start}px)`, height: item.size }}
              >
                <TableRow
                  event={entry.event}
                  columns={columns}
                  template={template}
                  filters={filters}
                  zone={zone}
                  open={isOpen(entry.event, openId)}
                  onFilters={onFilters}
                />
              </div>
            );
          })}
        </div>
      </div>
      <div className="sticky left-0">
        <ListEnd more={more} shown={entries.length} things="events" />
      </div>
    </>
  );
}
