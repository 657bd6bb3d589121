import type { Alert, AuditEvent } from '@aoc/contracts';
import type { ReadContext } from '@aoc/server/context';

/**
 * An event on its way to live views: as lists show it, with the text that word search looks at. With an alert it is not the event that is
 * new, but the alert that it raised.
 */
export interface LiveEvent {
  event: AuditEvent;
  search_text: string;
  alert?: Alert;
}

/** Whether the caller may see the event: the same limits as every query has. */
export function isVisible(
  ctx: ReadContext,
  { tenant_id, service, operation }: Pick<AuditEvent, 'tenant_id' | 'service' | 'operation'>,
): boolean {
  const { hiddenServices, hiddenOperations } = ctx.privacy;
  return ctx.tenants.includes(tenant_id) && !hiddenServices.includes(service) && !hiddenOperations.includes(operation);
}
