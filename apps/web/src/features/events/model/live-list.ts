import type { AuditEvent, EventPage } from '@aoc/contracts';

/** Most events that wait while the reader is further down; beyond, the list is read again instead. */
export const MAX_WAITING = 500;

/** `events` added to the waiting ones, without repeats, newest arrival last. */
export function withWaiting(waiting: AuditEvent[], events: AuditEvent[]): AuditEvent[] {
  const all = new Map([...waiting, ...events].map((event) => [event.dedupe_key, event]));
  return [...all.values()].slice(-MAX_WAITING);
}

/**
 * Loaded pages with events that were just stored, each where its time puts it. What is older than everything loaded stays out when
 * there are more pages (it will come with them); the total, if it is known yet, counts all that are new.
 */
export function withStored<P extends EventPage>(pages: P[], stored: AuditEvent[]): P[] {
  const known = new Set(pages.flatMap((page) => page.items.map((event) => event.dedupe_key)));
  const fresh = [...new Map(stored.map((event) => [event.dedupe_key, event])).values()].filter((event) => !known.has(event.dedupe_key));
  if (fresh.length === 0) return pages;
  const lastPage = pages.length - 1;
  const placed = fresh.map((event) => {
    const index = pages.findIndex((page) => (page.items.at(-1)?.timestamp ?? '') <= event.timestamp);
    return { event, index: index >= 0 ? index : pages[lastPage]?.next_cursor === null ? lastPage : -1 };
  });
  return pages.map((page, index) => {
    const mine = placed.filter((one) => one.index === index).map((one) => one.event);
    const items = mine.length === 0 ? page.items : [...page.items, ...mine].toSorted((a, b) => b.timestamp.localeCompare(a.timestamp));
    return index === 0 && page.total >= 0 ? { ...page, items, total: page.total + fresh.length } : { ...page, items };
  });
}

/** Loaded pages with the total of all that match, where their first page came without one. */
export function withTotal<P extends EventPage>(pages: P[], counted: Pick<EventPage, 'total' | 'total_is_exact'>): P[] {
  return pages.map((page, index) => (index === 0 && page.total < 0 ? { ...page, ...counted } : page));
}
