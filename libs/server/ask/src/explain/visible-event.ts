import { DomainError } from '@aoc/contracts';
import { NO_PRIVACY_LIMITS, type TenantContext } from '@aoc/server/context';
import { findEvent, type EventDocument, type EventStore } from '@aoc/server/events';

const isNotFound = (error: unknown): boolean => error instanceof DomainError && error.code === 'not_found';

/**
 * The event with this id in the caller's tenant.
 * @throws DomainError privacy_gated when the tenant has it and the caller may not see it, else not_found
 */
export async function visibleEvent(ctx: TenantContext, events: EventStore, id: string): Promise<EventDocument> {
  try {
    return await findEvent(ctx, events, id);
  } catch (error) {
    if (!isNotFound(error) || !(await isHidden(ctx, events, id))) throw error;
    throw new DomainError('privacy_gated', 'This event belongs to a service or operation that is hidden from you.');
  }
}

async function isHidden(ctx: TenantContext, events: EventStore, id: string): Promise<boolean> {
  try {
    await findEvent({ ...ctx, privacy: NO_PRIVACY_LIMITS }, events, id, { _id: 1 });
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}
