import type { AuditEvent } from '@aoc/contracts';
import { parseFilters, type EventFilters } from '../../../shared/event-filters/filters';
import { withTerm } from '../../../shared/event-filters/query-text';

const DAY_MS = 86_400_000;

export interface Relation {
  title: string;
  filters: EventFilters;
}

/** What happened around an event: by the same actor, and to the same target, a day to either side. */
export function relationsOf(event: Pick<AuditEvent, 'timestamp' | 'actor_display' | 'actor_upn' | 'targets'>): Relation[] {
  const middle = Date.parse(event.timestamp);
  const around = { start: new Date(middle - DAY_MS).toISOString(), end: new Date(middle + DAY_MS).toISOString() };
  const actor = event.actor_upn ?? event.actor_display;
  const [first] = event.targets;
  const target = first ? (first.upn ?? first.display ?? first.id) : null;
  const relation = (title: string, field: 'actor' | 'target', value: string): Relation => ({
    title,
    filters: parseFilters({ ...around, q: withTerm('', { field, value, negated: false }) }),
  });
  return [
    ...(actor ? [relation(`By ${event.actor_display ?? actor}`, 'actor', actor)] : []),
    ...(target && first ? [relation(`To ${first.display ?? target}`, 'target', target)] : []),
  ];
}
