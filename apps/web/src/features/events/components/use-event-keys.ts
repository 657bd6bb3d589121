import { useRef, type RefObject } from 'react';
import { useShortcuts } from '../../../shared/use-shortcuts';
import { isOpen, type ListEntry } from '../model/list-entries';
import type { ListHandle } from '../../../shared/use-virtual-rows';
import type { EventsAddress } from './use-events-address';

interface EventKeys {
  address: EventsAddress;
  entries: ListEntry[];
  handle: RefObject<ListHandle | null>;
  searchRef: RefObject<HTMLInputElement | null>;
  onView: () => void;
  onLive: () => void;
}

const isEvent = (entry: ListEntry | undefined, id: string | undefined) => entry?.kind === 'event' && isOpen(entry.event, id);

/** j and k walk the list (and the open event with it), Enter opens (the focused link does that), Esc closes, / searches, t changes the layout, l follows. */
export function useEventKeys({ address, entries, handle, searchRef, onView, onLive }: EventKeys) {
  const { eventId } = address;
  const current = useRef<string | undefined>(undefined);
  const step = (direction: 1 | -1) => {
    const focused = document.activeElement?.getAttribute('data-event-link') ?? undefined;
    current.current = eventId ?? focused ?? current.current;
    const from = entries.findIndex((entry) => isEvent(entry, current.current));
    let index = from < 0 ? (direction === 1 ? 0 : entries.length - 1) : from + direction;
    while (entries[index]?.kind === 'day') index += direction;
    const next = entries[index];
    if (next?.kind !== 'event') return;
    current.current = next.key;
    handle.current?.reveal(index, eventId === undefined);
    if (eventId !== undefined) address.openEvent(next.key, true);
  };
  const close = () => {
    const index = entries.findIndex((entry) => isEvent(entry, eventId));
    address.closeEvent();
    // The list may be inert until the panel is gone.
    if (index >= 0) setTimeout(() => handle.current?.reveal(index, true));
  };
  useShortcuts({
    j: () => step(1),
    k: () => step(-1),
    '/': () => searchRef.current?.focus(),
    t: onView,
    l: onLive,
    Escape: () => eventId !== undefined && close(),
  });
  return { close };
}
