import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, type RefObject } from 'react';
import type { ListEntry } from '../model/list-entries';

export interface EventListHandle {
  /** Brings an entry into view; with `focus`, gives its link the focus. */
  reveal: (index: number, focus: boolean) => void;
  toTop: () => void;
}
export interface MorePages {
  has: boolean;
  loading: boolean;
  failed: boolean;
  load: () => void;
}
interface EventRows {
  entries: ListEntry[];
  heights: Record<ListEntry['kind'], number>;
  more: MorePages;
  scrollRef: RefObject<HTMLDivElement | null>;
  handle: RefObject<EventListHandle | null>;
  /** What stands above the first row inside the scrolled area, in pixels. */
  headHeight?: number;
}

/** Entries before the end at which the next page is asked for. */
const AHEAD = 8;

/** Rows in view of a list of any length, asking for more in time; also lets the keyboard find rows through `handle`. */
export function useEventRows({ entries, heights, more, scrollRef, handle, headHeight = 0 }: EventRows) {
  const virtualizer = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: (index) => heights[entries[index]?.kind ?? 'event'],
    getItemKey: (index) => entries[index]?.key ?? index,
    scrollPaddingStart: headHeight,
    overscan: 8,
  });
  const last = virtualizer.getVirtualItems().at(-1)?.index ?? -1;
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
  return virtualizer;
}
