import type { Alert, AuditEvent } from '@aoc/contracts';

/**
 * An event on its way to live views: as lists show it, with the text that word search looks at. With an alert it is not the event that is
 * new, but the alert that it raised.
 */
export interface LiveEvent {
  event: AuditEvent;
  search_text: string;
  alert?: Alert;
}
