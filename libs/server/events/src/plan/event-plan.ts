import { DomainError } from '@aoc/contracts';
import { failureKey, networkKey, type FailureKind } from '@aoc/normalization';
import type { ReadContext } from '@aoc/server/context';
import type { EventStore } from '../event-store';
import { eventIndex } from '../event.schema';
import {
  accessByValues,
  isUnsuccessful,
  matchesNothing,
  oneOf,
  shapesOf,
  valuesIn,
  type AccessPath,
  type Clause,
  type EventCondition,
} from './clause';
import { conjunction } from './conjunction';

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
  /** Index entries or documents that counting every match has to read, about. */
  countCost: number;
  /** The condition that no index serves, in words, if there is one. */
  unserved: string | null;
}

interface Path extends AccessPath {
  clause: Clause | null;
  /** A condition that follows from some of the clauses, by which the index is bounded instead. */
  implied?: { filter: EventCondition; by: readonly Clause[] };
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
  const newest: Path = { index: eventIndex.newest, ordered: true, values: 1, clause: null, events: total };
  return [
    newest,
    ...failurePaths(query, total),
    ...query.clauses.flatMap((clause) =>
      clause.access ? [{ ...clause.access, clause, events: clause.events ?? Math.ceil(total * UNKNOWN_SHARE) }] : [],
    ),
  ];
}

const HAS_FAILURE_KEY: ReadonlySet<string> = new Set<FailureKind>(['service', 'operation', 'source']);
const hasFailureKey = (field: string): field is FailureKind => HAS_FAILURE_KEY.has(field);
const NETWORK = networkKey('');

/** Keys of what failed among the events of a condition, one for each of its values; none where there are no such keys. */
function failureKeysOf({ counted, filter }: Clause): string[] {
  if (counted) {
    const { field, values } = counted;
    return hasFailureKey(field) ? values.map((value) => failureKey(field, value)) : [];
  }
  const keys = valuesIn(filter.lookup_keys) ?? [];
  return keys.every((key) => key.startsWith(NETWORK)) ? keys.map((key) => failureKey('network', key.slice(NETWORK.length))) : [];
}

/** What failed of a service, an operation, a source or a network has keys of its own: among all their events a page of failures may lie far apart. */
function failurePaths({ clauses }: ResolvedQuery, total: number): Path[] {
  const failed = clauses.find(isUnsuccessful);
  if (!failed) return [];
  return clauses.flatMap((clause): Path[] => {
    const keys = failureKeysOf(clause);
    if (keys.length === 0) return [];
    const implied = { filter: { lookup_keys: oneOf(keys) }, by: [clause, failed] };
    const events = expectedMatches({ clauses: implied.by, total });
    return [{ ...accessByValues(eventIndex.lookup, keys.length), clause: null, implied, events }];
  });
}

export const timeRange = ({ start, end }: ResolvedQuery): EventCondition =>
  start || end ? { timestamp: { ...(start ? { $gte: start } : {}), ...(end ? { $lte: end } : {}) } } : {};

/** The query of resolved conditions for one page of `pageSize`. Pure. */
export const planEvents = (query: ResolvedQuery, pageSize: number): EventPlan =>
  plan(query, pageSize, (path, matches) => atWorst(path, pageSize, matches));

/** The query for reading everything that matches in pages: an index without order reads all its matches again for every page. Pure. */
export const planExport = (query: ResolvedQuery, pageSize: number): EventPlan =>
  plan(query, pageSize, (path) => (path.ordered ? path.events : path.events * Math.ceil(path.events / pageSize)));

/** What each further value of a condition takes to be looked for in the index, as so many documents that are looked at: 0.1 ms and 0.01 ms. */
const VALUE_COST = 10;
/**
 * A page that is looked for among other events may come so many times later than the share of its events says: what administrators do stays
 * away over a weekend. Events with an index of their own do not.
 */
const BURSTS = 4;

const read = (path: Path, pageSize: number, matches: number): number =>
  path.ordered ? Math.min(path.events, (pageSize * path.events) / matches) : path.events;
const pageCost = (path: Path, pageSize: number, matches: number): number => read(path, pageSize, matches) + (path.values - 1) * VALUE_COST;
const atWorst = (path: Path, pageSize: number, matches: number): number =>
  pageCost(path, pageSize, matches) + (BURSTS - 1) * Math.max(0, read(path, pageSize, matches) - pageSize);

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
  const conditionOf = ({ clause, implied }: Path): EventCondition | undefined => implied?.filter ?? clause?.filter;
  const others = query.clauses.filter((clause) => clause !== page.clause).map(({ filter }) => filter);
  // Each index is bounded by the condition of its path.
  const counts = count.implied && count !== page ? [count.implied.filter] : [];
  const beside = (path: Path): boolean => query.clauses.some((clause) => clause !== path.clause && !path.implied?.by.includes(clause));
  return {
    filter: conjunction(conditionOf(page), [timeRange(query), ...others, ...counts]),
    pageHint: page.index,
    countHint: count.index,
    counted: countedBy(query),
    byShape: query.start || query.end ? null : (shapesOf(query.clauses, 'every').byShape ?? null),
    nothing: query.clauses.some(matchesNothing),
    pageCost: Math.round(pageCost(page, pageSize, matches)),
    // A count ends at the bound of an exact total; where other conditions must hold too, nobody knows how far that is.
    countCost: beside(count) ? count.events : Math.min(count.events, EXACT_TOTAL),
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
