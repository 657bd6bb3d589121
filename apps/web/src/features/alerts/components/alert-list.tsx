import type { Alert } from '@aoc/contracts';
import { cx } from '@aoc/web/ui';
import type { RefObject } from 'react';
import { ListEnd, type MorePages } from '../../../shared/list-end';
import { useVirtualRows, type ListHandle } from '../../../shared/use-virtual-rows';
import type { AlertFilters } from '../model/alert-filters';
import { AlertRow } from './alert-row';
import type { Selection } from './use-selection';

interface AlertListProps {
  rows: Alert[];
  filters: AlertFilters;
  openId: string | undefined;
  stale: boolean;
  selection: Selection;
  more: MorePages;
  scrollRef: RefObject<HTMLDivElement | null>;
  handle: RefObject<ListHandle | null>;
}

const HEIGHT = 57;

/** The virtual list: only what is in view is in the page. */
export function AlertList({ rows, filters, openId, stale, selection, more, scrollRef, handle }: AlertListProps) {
  const virtualizer = useVirtualRows({
    count: rows.length,
    heightOf: () => HEIGHT,
    keyOf: (index) => rows[index]?.id ?? index,
    linkOf: (index) => `[data-alert-link="${CSS.escape(rows[index]?.id ?? '')}"]`,
    more,
    scrollRef,
    handle,
  });
  return (
    <>
      <ol
        aria-label="Alerts"
        className={cx('relative transition-opacity', stale && 'opacity-60')}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map((item) => {
          const alert = rows[item.index];
          return alert ? (
            <li
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              aria-setsize={more.has ? -1 : rows.length}
              aria-posinset={item.index + 1}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <AlertRow
                alert={alert}
                filters={filters}
                open={alert.id === openId}
                selected={selection.selected.has(alert.id)}
                onToggle={selection.toggle}
              />
            </li>
          ) : null;
        })}
      </ol>
      <ListEnd more={more} shown={rows.length} things="alerts" />
    </>
  );
}
