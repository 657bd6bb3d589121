import { identityRoutes, type RouteContract } from '@aoc/contracts';
import { isSignInOn } from './access';
import { callApi } from './call-api';

/**
 * Query of a request that the browser makes without headers (event streams, downloads), as an object to spread: a ticket for it, good
 * once and for a minute. Empty without sign-in.
 */
export async function ticketQuery(route: RouteContract, tenant?: string): Promise<{ ticket?: string }> {
  if (!isSignInOn()) return {};
  const { ticket } = await callApi(identityRoutes.createTicket, { body: { operation_id: route.operationId } }, undefined, tenant);
  return { ticket };
}
