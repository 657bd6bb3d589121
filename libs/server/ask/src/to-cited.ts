import type { AuditEvent, CitedEvent } from '@aoc/contracts';

/** An event with the number by which an answer points to it. */
export const toCited = (event: AuditEvent, number: number): CitedEvent => ({
  number,
  id: event.id,
  timestamp: event.timestamp,
  operation: event.operation,
  actor_display: event.actor_display ?? '',
  target_displays: event.target_displays,
  display_summary: event.display_summary,
  service: event.service,
  result: event.result ?? '',
});
