import type { EventPage } from '@aoc/contracts';

export interface NewEvents {
  count: number;
  /** There are at least `count` new events, possibly more. */
  more: boolean;
}

/** What a fresh first page holds that the loaded pages do not; late arrivals below the fresh page show in the totals. */
export function newEvents(loaded: EventPage[], fresh: EventPage): NewEvents {
  const known = new Set(loaded.flatMap((page) => page.items.map((event) => event.dedupe_key)));
  const unseen = fresh.items.filter((event) => !known.has(event.dedupe_key)).length;
  const first = loaded[0];
  const comparable = first !== undefined && first.total_is_exact && fresh.total_is_exact;
  const count = comparable ? Math.max(unseen, fresh.total - first.total) : unseen;
  return { count, more: !comparable && unseen > 0 && unseen === fresh.items.length };
}
