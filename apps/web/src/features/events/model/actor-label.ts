import type { AuditEvent } from '@aoc/contracts';

/** What to call who did it: display name, else UPN, else id. */
export const actorLabel = (event: Pick<AuditEvent, 'actor' | 'actor_display' | 'actor_upn'>): string =>
  event.actor_display ?? event.actor_upn ?? event.actor.id ?? (event.actor.type === 'system' ? 'System' : 'Unknown');
