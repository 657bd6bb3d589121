import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, type RefObject } from 'react';
import type { MorePages } from './list-end';

export interface ListHandle {
  /** Brings a row into view; with `focus`, gives its link the focus. */
  reveal: (index: number, focus: boolean) => void;
  toTop: () => void;
}
interface VirtualRows {
  count: number;
  /** First guess of a row's height in pixels. */
  heightOf: (index: number) => number;
  keyOf: (index: number) => string | number;
  /** CSS selector of the link that a row is opened by; null for a row that is none, such as a heading. */
  linkOf: (index: number) => string | null;
  more: MorePages;
  scrollRef: RefObject<HTMLDivElement | null>;
  handle: RefObject<ListHandle | null>;
  /** What stands above the first row inside the scrolled area, in pixels. */
  headHeight?: number;
}

/** Rows before the end at which the next page is asked for. */
const AHEAD = 8;

/** Rows in view of a list of any length, asking for more in time; also lets the keyboard find rows through `handle`. */
export function useVirtualRows({ count, heightOf, keyOf, linkOf, more, scrollRef, handle, headHeight = 0 }: VirtualRows) {
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scrollRef.current,
    estimateSize: heightOf,
    getItemKey: keyOf,
    scrollPaddingStart: headHeight,
    overscan: 8,
  });
  const last = virtualizer.getVirtualItems().at(-1)?.index ?? -1;
  const loadAhead = useEffectEvent(() => {
    if (more.has && !more.loading && !more.failed && last >= count - AHEAD) more.load();
  });
  useEffect(() => loadAhead(), [last, count, more.has, more.loading]);
  const focusLink = useEffectEvent((index: number) => {
    const selector = linkOf(index);
    if (selector === null) return;
    const focus = () => {
      const link = scrollRef.current?.querySelector<HTMLElement>(selector);
      link?.focus({ preventScroll: true });
      return link !== undefined && link !== null;
    };
    // At once where the row is there already: the next key may come before the next frame. Else when it has been drawn.
    if (!focus()) requestAnimationFrame(focus);
  });
  useEffect(() => {
    handle.current = {
      toTop: () => virtualizer.scrollToOffset(0),
      reveal: (index, focus) => {
        virtualizer.scrollToIndex(index, { align: 'auto' });
        if (focus) focusLink(index);
      },
    };
  }, [handle, virtualizer]);
  return virtualizer;
}
