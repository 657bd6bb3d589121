import type { Clause, EventCondition } from './clause';
import { conjunction } from './conjunction';
import { expectedMatches, planEvents, timeRange, type EventPlan, type ResolvedQuery } from './event-plan';

/** A plan whose page may be read in two parts. */
export interface PagePlan extends EventPlan {
  /** Reads by `pageHint` whose first events together are the page, see `partedPage`; null: read `filter`. */
  parts: { first: EventCondition; rest: EventCondition } | null;
}

/** What a read takes by itself, as so many documents that are looked at: measured, 2 ms, and 0.01 ms for a document. */
const READ_COST = 200;
/** What a document takes that is sent, likewise: 0.1 ms. */
const SEND_COST = 10;
/** What each value of a condition takes to be looked for in the index: 0.1 ms. */
const VALUE_COST = 10;
/**
 * A page that is looked for among other events may come so many times later than the share of its events says: what administrators do stays
 * away over a weekend. Events with an index of their own do not.
 */
const BURSTS = 4;

interface Parted {
  clause: Clause;
  index: string;
  parts: { first: EventCondition; rest: EventCondition };
  cost: number;
  atWorst: number;
}

/**
 * The query for one page of `pageSize`. An index delivers the events of one value in order of time, but not those of several: where
 * many events have them, reading a page of the most frequent value, and what the others have in the time that it spans, may take less than
 * walking through all events, or sorting all matches. Pure.
 */
export function planPage(query: ResolvedQuery, pageSize: number): PagePlan {
  const plan = planEvents(query, pageSize);
  const [best] = query.clauses.flatMap((clause) => parted(query, clause, pageSize)).sort((a, b) => a.atWorst - b.atWorst);
  if (!best || best.atWorst >= (plan.walks ? BURSTS : 1) * plan.pageCost) return { ...plan, parts: null };
  const others = query.clauses.filter((clause) => clause !== best.clause).map(({ filter }) => filter);
  const whole = (part: EventCondition) => conjunction(part, [timeRange(query), ...others]);
  const parts = { first: whole(best.parts.first), rest: whole(best.parts.rest) };
  return { ...plan, pageHint: best.index, pageCost: Math.round(best.cost), walks: others.length > 0, parts };
}

function parted(query: ResolvedQuery, clause: Clause, pageSize: number): Parted[] {
  const { access, events } = clause;
  if (!access?.parted || !events) return [];
  const { frequent, first, rest, values } = access.parted;
  const matches = (expectedMatches(query) * frequent.events) / events;
  // A part that holds no page bounds no time.
  if (matches < pageSize) return [];
  // Both parts are read over the time in which the most frequent value fills a page.
  const read = Math.min(events, (pageSize * events) / matches);
  const cost = read + pageSize * SEND_COST + READ_COST + values * VALUE_COST;
  return [{ clause, index: access.index, parts: { first, rest }, cost, atWorst: cost + (BURSTS - 1) * read }];
}
