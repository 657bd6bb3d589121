import type { Clause, EventCondition } from './clause';
import { conjunction, expectedMatches, planEvents, timeRange, type EventPlan, type ResolvedQuery } from './event-plan';

/** A plan whose page may be merged from several reads. */
export interface PagePlan extends EventPlan {
  /** What to read by `pageHint`, each a page in order of time, of which the first events together are the page; null: read `filter`. */
  branches: readonly EventCondition[] | null;
}

/** What a read takes by itself, as so many documents that are looked at. */
const READ_COST = 100;
/** What a document takes that is sent, likewise: measured, 0.1 ms, and 0.01 ms for one that is looked at. */
const SEND_COST = 10;
/**
 * A page that is looked for among other events may come so many times later than the share of its events says: what administrators do stays
 * away over a weekend. Events with an index of their own do not.
 */
const BURSTS = 4;

interface Merged {
  clause: Clause;
  index: string;
  branches: readonly EventCondition[];
  cost: number;
  atWorst: number;
}

/**
 * The query for one page of `pageSize`. An index delivers the events of one value in order of time, but not those of several: where
 * these are few values, reading a page of each and merging them may take less than walking through all events, or sorting all matches. Pure.
 */
export function planPage(query: ResolvedQuery, pageSize: number): PagePlan {
  const plan = planEvents(query, pageSize);
  const [best] = query.clauses.flatMap((clause) => merged(query, clause, pageSize)).sort((a, b) => a.atWorst - b.atWorst);
  if (!best || best.atWorst >= (plan.walks ? BURSTS : 1) * plan.pageCost) return { ...plan, branches: null };
  const others = query.clauses.filter((clause) => clause !== best.clause).map(({ filter }) => filter);
  const branches = best.branches.map((branch) => conjunction(branch, [timeRange(query), ...others]));
  return { ...plan, pageHint: best.index, pageCost: Math.round(best.cost), walks: others.length > 0, branches };
}

function merged(query: ResolvedQuery, clause: Clause, pageSize: number): Merged[] {
  const { access, events } = clause;
  if (!access?.branches || events === null) return [];
  const { branches, index } = access;
  const read = Math.min(events, (branches.length * pageSize * events) / expectedMatches(query));
  const sentInVain = (branches.length - 1) * pageSize * SEND_COST;
  const cost = read + sentInVain + branches.length * READ_COST;
  const walks = query.clauses.length > 1;
  return [{ clause, index, branches, cost, atWorst: walks ? cost + (BURSTS - 1) * read : cost }];
}
