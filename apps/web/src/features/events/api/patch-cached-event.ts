import type { AuditEvent, EventDetail } from '@aoc/contracts';
import type { QueryClient } from '@tanstack/react-query';
import { eventKeys } from './event-keys';
import type { EventList } from './list-events';

type Change = Partial<Pick<AuditEvent, 'tags' | 'comments'>>;

/** Writes the outcome of a small edit into every loaded list and detail, so that nothing is fetched again and nothing jumps. */
export function patchCachedEvent(client: QueryClient, dedupeKey: string, change: (event: AuditEvent) => Change): void {
  const patch = <E extends AuditEvent>(event: E): E => (event.dedupe_key === dedupeKey ? { ...event, ...change(event) } : event);
  client.setQueriesData<EventList>({ queryKey: eventKeys.lists }, (list) =>
    list ? { ...list, pages: list.pages.map((page) => ({ ...page, items: page.items.map(patch) })) } : undefined,
  );
  client.setQueriesData<EventDetail>({ queryKey: eventKeys.details }, (event) => (event ? patch(event) : undefined));
}
