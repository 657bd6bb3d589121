import type { RefObject } from 'react';
import type { MorePages } from '../../../shared/list-end';
import { useVirtualRows, type ListHandle } from '../../../shared/use-virtual-rows';
import type { ListEntry } from '../model/list-entries';

interface EventRows {
  entries: ListEntry[];
  heights: Record<ListEntry['kind'], number>;
  more: MorePages;
  scrollRef: RefObject<HTMLDivElement | null>;
  handle: RefObject<ListHandle | null>;
  headHeight?: number;
}

/** The entries in view, events and the headings of days between them. */
export const useEventRows = ({ entries, heights, ...rest }: EventRows) =>
  useVirtualRows({
    ...rest,
    count: entries.length,
    heightOf: (index) => heights[entries[index]?.kind ?? 'event'],
    keyOf: (index) => entries[index]?.key ?? index,
    linkOf: (index) => {
      const entry = entries[index];
      return entry?.kind === 'event' ? `[data-event-link="${CSS.escape(entry.key)}"]` : null;
    },
  });
