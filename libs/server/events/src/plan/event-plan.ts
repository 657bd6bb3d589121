import { DomainError } from '@aoc/contracts';
import type { ReadContext } from '@aoc/server/context';
import { conditions } from '@aoc/server/mongo';
import type { EventStore } from '../event-store';
import { eventIndex } from '../event.schema';
import { matchesNothing, shapesOf, type AccessPath, type Clause, type EventCondition } from './clause';

/** A conjunction ready to be planned: conditions that must all hold, within a time range. Times are inclusive. */
export interface ResolvedQuery {
  clauses: readonly Clause[];
  start?: Date;
  end?: Date;
  /** Events of the tenants, about. */
  total: number;
}

/** A query with the index that serves it. */
export interface EventPlan {
  filter: EventCondition;
  /** Serves the newest (or oldest) page. */
  pageHint: string;
  /** Serves counting and reading everything. */
  countHint: string;
  /** The facets that count exactly the matches; `all` for every event; null when these have to be counted themselves. */
  counted: NonNullable<Clause['counted']> | 'all' | null;
  /** Tells the matches from the other events by their shape; null when that takes more than the shape. */
  byShape: NonNullable<Clause['byShape']> | null;
  /** True when a part cannot match, so that nothing can. */
  nothing: boolean;
  /** Documents that a page has to read, about. */
  pageCost: number;
  /** True when a page is looked for among events of which only some match. */
  walks: boolean;
  /** Index entries or documents that counting every match has to read, about. */
  countCost: number;
  /** The condition that no index serves, in words, if there is one. */
  unserved: string | null;
}

interface Path extends AccessPath {
  clause: Clause | null;
  /** Events on the path; a pessimistic guess where nobody knows. */
  events: number;
}

/** Totals are exact up to here. */
export const EXACT_TOTAL = 10_000;
/** Of a value that no counter knows, this part of all events is assumed. */
const UNKNOWN_SHARE = 0.02;
/** A page that would have to read more documents than this is refused, unless its time range holds fewer. */
const MAX_SCAN = 250_000;

function pathsOf(query: ResolvedQuery, total: number): Path[] {
  const newest: Path = { index: eventIndex.newest, ordered: true, clause: null, events: total };
  return [
    newest,
    ...query.clauses.flatMap((clause) =>
      clause.access ? [{ ...clause.access, clause, events: clause.events ?? Math.ceil(total * UNKNOWN_SHARE) }] : [],
    ),
  ];
}

/** Flat where keys do not collide; the condition of the chosen path first, so that it stands alone on its field and bounds the index. */
export function conjunction(first: EventCondition | undefined, rest: readonly EventCondition[]): EventCondition {
  const flat: Record<string, unknown> = { ...first };
  const and: EventCondition[] = [];
  for (const condition of rest) {
    const collides = Object.keys(condition).some((key) => key in flat);
    if (collides) and.push(condition);
    else Object.assign(flat, condition);
  }
  return conditions<EventCondition>(and.length > 0 ? { ...flat, $and: and } : flat);
}

export const timeRange = ({ start, end }: ResolvedQuery): EventCondition =>
  start || end ? { timestamp: { ...(start ? { $gte: start } : {}), ...(end ? { $lte: end } : {}) } } : {};

/** The query of resolved conditions for one page of `pageSize`. Pure. */
export const planEvents = (query: ResolvedQuery, pageSize: number): EventPlan =>
  plan(query, pageSize, (path, matches) => pageCost(path, pageSize, matches));

/** The query for reading everything that matches in pages: an index without order reads all its matches again for every page. Pure. */
export const planExport = (query: ResolvedQuery, pageSize: number): EventPlan =>
  plan(query, pageSize, (path) => (path.ordered ? path.events : path.events * Math.ceil(path.events / pageSize)));

const pageCost = (path: Path, pageSize: number, matches: number): number =>
  path.ordered ? Math.min(path.events, (pageSize * path.events) / matches) : path.events;

/** Events that match, about: as if the conditions had nothing to do with each other. At least one. */
export function expectedMatches(query: ResolvedQuery): number {
  const total = Math.max(query.total, 1);
  const share = ({ events }: Clause): number => Math.min(1, (events ?? total) / total);
  return Math.max(
    1,
    query.clauses.reduce((rest, clause) => rest * share(clause), total),
  );
}

function plan(query: ResolvedQuery, pageSize: number, costOf: (path: Path, matches: number) => number): EventPlan {
  const total = Math.max(query.total, 1);
  const matches = expectedMatches(query);
  const paths = pathsOf(query, total);
  const least = (of: (path: Path) => number): Path => paths.reduce((a, b) => (of(b) < of(a) ? b : a));
  const page = least((path) => costOf(path, matches));
  const count = least((path) => path.events);
  const others = query.clauses.filter((clause) => clause !== page.clause);
  return {
    filter: conjunction(page.clause?.filter, [timeRange(query), ...others.map((clause) => clause.filter)]),
    pageHint: page.index,
    countHint: count.index,
    counted: countedBy(query),
    byShape: query.start || query.end ? null : (shapesOf(query.clauses, 'every').byShape ?? null),
    nothing: query.clauses.some(matchesNothing),
    pageCost: Math.round(pageCost(page, pageSize, matches)),
    walks: page.ordered && query.clauses.some((clause) => clause !== page.clause),
    // A count ends at the bound of an exact total; where other conditions must hold too, nobody knows how far that is.
    countCost: query.clauses.some((clause) => clause !== count.clause) ? count.events : Math.min(count.events, EXACT_TOTAL),
    unserved: query.clauses.find((clause) => !clause.access)?.label ?? null,
  };
}

function countedBy({ clauses, start, end }: ResolvedQuery): EventPlan['counted'] {
  const [only, more] = clauses;
  if (start || end || more) return null;
  return only ? (only.counted ?? null) : 'all';
}

/**
 * Refuses a query that would have to read too much: no index serves it, and its time range does not bound it either.
 * @throws DomainError bad_query
 */
export async function refuseBroad(ctx: ReadContext, store: EventStore, plan: EventPlan): Promise<void> {
  if (plan.pageCost <= MAX_SCAN) return;
  const { timestamp } = plan.filter;
  if (timestamp !== undefined) {
    const inRange = await store.events.count(ctx, { timestamp }, MAX_SCAN + 1, { hint: eventIndex.newest });
    if (inRange <= MAX_SCAN) return;
  }
  const what = plan.unserved === null ? 'this combination' : `the condition "${plan.unserved}"`;
  throw new DomainError(
    'bad_query',
    `No index serves ${what}, so more than ${MAX_SCAN.toLocaleString('en')} events would have to be read. Add a time range, a service, an actor or another exact value beside it.`,
    { errors: [{ path: 'query.q', message: `no index serves ${what}` }] },
  );
}
