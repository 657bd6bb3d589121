import type { RouteContract } from '@aoc/contracts';
import { isSignInOn, SessionEndedError } from './access';
import { queryString } from './request-url';
import { ticketQuery } from './ticket';

/**
 * Opens an event stream, with a ticket where people sign in. Nothing when it is not wanted any more, or nobody is signed in.
 * @throws what asking for the ticket throws
 */
export async function openStream(
  route: RouteContract,
  query: Record<string, unknown>,
  signal: AbortSignal,
): Promise<EventSource | undefined> {
  try {
    const ticket = await ticketQuery(route);
    return signal.aborted ? undefined : new EventSource(route.path + queryString({ ...query, ...ticket }));
  } catch (error) {
    if (signal.aborted || error instanceof SessionEndedError) return undefined;
    throw error;
  }
}

/** True when the browser does not resume a broken stream by itself, or could only do so with a ticket that is used up. */
export const isOver = (source: EventSource): boolean => source.readyState === EventSource.CLOSED || isSignInOn();
