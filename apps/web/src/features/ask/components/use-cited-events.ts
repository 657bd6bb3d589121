import type { CitedEvent } from '@aoc/contracts';
import { useRef } from 'react';
import { useShortcuts } from '../../../shared/use-shortcuts';
import type { AskAddress } from './use-ask-address';

/** Opens events of an answer beside it: j and k walk them, Esc closes and gives the focus back. */
export function useCitedEvents({ eventId, openEvent, closeEvent }: AskAddress, events: readonly CitedEvent[]) {
  const before = useRef<HTMLElement | null>(null);
  const open = (id: string) => {
    if (document.activeElement instanceof HTMLElement) before.current = document.activeElement;
    if (id === eventId) close();
    else openEvent(id, eventId !== undefined);
  };
  const close = () => {
    closeEvent();
    // The answer may be inert until the panel is gone.
    setTimeout(() => before.current?.focus({ preventScroll: true }));
  };
  const step = (by: 1 | -1) => {
    if (eventId === undefined) return;
    const next = events[events.findIndex(({ id }) => id === eventId) + by];
    if (next) openEvent(next.id, true);
  };
  useShortcuts({ j: () => step(1), k: () => step(-1), Escape: () => eventId !== undefined && close() });
  return { open, close };
}
