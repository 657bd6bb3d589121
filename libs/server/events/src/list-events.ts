import type { EventFilter, EventPage } from '@aoc/contracts';
import type { ReadContext } from '@aoc/server/context';
import { decodeCursor, encodeCursor, type SortDirection } from './cursor';
import type { EventStore } from './event-store';
import { LIST_PROJECTION, toEvent } from './event-wire';
import { after, positionOf } from './event.repository';
import { EXACT_TOTAL, planEvents, refuseBroad } from './plan/event-plan';
import { resolveEvents } from './plan/resolve-events';
import { Recall } from './recall';
import { knownTotal, totalOf } from './search/total';

const PAGE_TIME_MS = 30_000;

export interface ListEventsInput {
  filter: EventFilter;
  cursor?: string;
  sort: SortDirection;
  pageSize: number;
  /** `known`: matches are not counted for it. */
  total?: 'counted' | 'known';
  /** What the request remembers already. */
  recall?: Recall;
}
export type EventPageWithoutCoverage = Omit<EventPage, 'coverage'>;

/** Names the list that a cursor belongs to: tenants and filters. */
export const listBinding = (ctx: ReadContext, filter: EventFilter): string =>
  JSON.stringify([[...ctx.tenants].sort(), Object.entries(filter).sort(([a], [b]) => (a < b ? -1 : 1))]);

/**
 * One page of the events that match, by time. Later pages see no event twice and miss none, whatever is stored meanwhile.
 * @throws DomainError bad_cursor, bad_query
 */
export async function listEvents(ctx: ReadContext, store: EventStore, input: ListEventsInput): Promise<EventPageWithoutCoverage> {
  const { filter, sort, pageSize } = input;
  const binding = listBinding(ctx, filter);
  const position = input.cursor === undefined ? undefined : decodeCursor(input.cursor, sort, binding);
  const recall = input.recall ?? new Recall(ctx, store);
  const query = await resolveEvents(ctx, store, filter, recall);
  const plan = planEvents(query, pageSize);
  if (plan.nothing) return { items: [], next_cursor: null, total: position ? -1 : 0, total_is_exact: !position, page_size: pageSize };
  await refuseBroad(ctx, store, plan);

  const direction = sort === 'desc' ? -1 : 1;
  const page = store.events
    .find(ctx, position ? after(plan.filter, position, sort) : plan.filter, {
      projection: LIST_PROJECTION,
      sort: { timestamp: direction, _id: direction },
      limit: pageSize + 1,
      maxTimeMS: PAGE_TIME_MS,
      hint: plan.pageHint,
    })
    .toArray();
  const countOf = input.total === 'known' ? knownTotal : totalOf;
  const [documents, counted] = await Promise.all([page, position ? null : countOf(ctx, store, { query, plan, recall })]);
  const items = documents.slice(0, pageSize);
  const last = documents.length > pageSize ? items.at(-1) : undefined;
  return {
    items: items.map(toEvent),
    next_cursor: last ? encodeCursor(positionOf(last), sort, binding) : null,
    ...toldTotal(counted, { rows: items.length, isWhole: !position && !last, counts: !position && input.total !== 'known' }),
    page_size: pageSize,
  };
}

/** @param counted matches, null where nobody knows; `isWhole` says that the page holds all of them */
function toldTotal(
  counted: number | null,
  page: { rows: number; isWhole: boolean; counts: boolean },
): Pick<EventPage, 'total' | 'total_is_exact'> {
  if (counted !== null) return { total: Math.min(counted, EXACT_TOTAL), total_is_exact: counted <= EXACT_TOTAL };
  return { total: page.isWhole || page.counts ? page.rows : -1, total_is_exact: page.isWhole };
}
