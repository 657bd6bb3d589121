import type { EventFilter } from '@aoc/contracts';
import type { ReadContext } from '@aoc/server/context';
import type { EventStore } from '../event-store';
import { planEvents, type EventPlan } from './event-plan';
import { resolveEvents } from './resolve-events';

/** How a page of a filter is read from the database: its condition and the index that serves it. @throws DomainError bad_query */
export const queryPlan = async (ctx: ReadContext, store: EventStore, filter: EventFilter, pageSize: number): Promise<EventPlan> =>
  planEvents(await resolveEvents(ctx, store, filter), pageSize);
