import type { EventFilter, EventPage } from '@aoc/contracts';
import type { ReadContext } from '@aoc/server/context';
import { decodeCursor, encodeCursor, type SortDirection } from './cursor';
import { planEvents, type EventPlan } from './event-plan';
import type { EventStore } from './event-store';
import { LIST_PROJECTION, toEvent } from './event-wire';
import { after } from './event.repository';
import { resolveFilter } from './resolve-filter';

/** Totals are exact up to here. */
const EXACT_TOTAL = 10_000;
/** A count that takes longer is answered as a lower bound. */
const COUNT_TIME_MS = 3000;
const PAGE_TIME_MS = 30_000;
const TIME_LIMIT_CODE = 50;

export interface ListEventsInput {
  filter: EventFilter;
  cursor?: string;
  sort: SortDirection;
  pageSize: number;
}
export type EventPageWithoutCoverage = Omit<EventPage, 'coverage'>;

/**
 * One page of the events that match, by time. Later pages see no event twice and miss none, whatever is stored meanwhile.
 * @throws DomainError bad_cursor
 */
export async function listEvents(ctx: ReadContext, store: EventStore, input: ListEventsInput): Promise<EventPageWithoutCoverage> {
  const { filter, sort, pageSize } = input;
  const binding = JSON.stringify([[...ctx.tenants].sort(), Object.entries(filter).sort(([a], [b]) => (a < b ? -1 : 1))]);
  const position = input.cursor === undefined ? undefined : decodeCursor(input.cursor, sort, binding);
  const plan = planEvents(await resolveFilter(ctx, store, filter), pageSize);
  if (plan.nothing) return { items: [], next_cursor: null, total: position ? -1 : 0, total_is_exact: !position, page_size: pageSize };

  const direction = sort === 'desc' ? -1 : 1;
  const page = store.events
    .find(ctx, position ? after(plan.filter, position, sort) : plan.filter, {
      projection: LIST_PROJECTION,
      sort: { timestamp: direction, _id: direction },
      limit: pageSize + 1,
      maxTimeMS: PAGE_TIME_MS,
      ...(plan.pageHint ? { hint: plan.pageHint } : {}),
    })
    .toArray();
  const [documents, counted] = await Promise.all([page, position ? -1 : countUpTo(ctx, store, plan)]);
  const items = documents.slice(0, pageSize);
  const last = documents.length > pageSize ? items.at(-1) : undefined;
  const total = counted ?? items.length;
  return {
    items: items.map(toEvent),
    next_cursor: last ? encodeCursor({ timestamp: last.timestamp, id: last._id.toHexString() }, sort, binding) : null,
    total: Math.min(total, EXACT_TOTAL),
    total_is_exact: position !== undefined ? false : counted !== null ? total <= EXACT_TOTAL : last === undefined,
    page_size: pageSize,
  };
}

/** Matches, counted up to one more than the exact limit; null when that took too long. */
async function countUpTo(ctx: ReadContext, store: EventStore, plan: EventPlan): Promise<number | null> {
  try {
    return await store.events.count(ctx, plan.filter, EXACT_TOTAL + 1, {
      maxTimeMS: COUNT_TIME_MS,
      ...(plan.countHint ? { hint: plan.countHint } : {}),
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === TIME_LIMIT_CODE) return null;
    throw error;
  }
}
