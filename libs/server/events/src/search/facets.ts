import type { EventFilter, FacetFieldName, Facets } from '@aoc/contracts';
import { hasPrivacyLimits, type ReadContext } from '@aoc/server/context';
import type { EventStore } from '../event-store';
import { facetIndex } from '../facet.schema';
import { planEvents, type EventPlan } from '../plan/event-plan';
import { resolveEvents } from '../plan/resolve-events';
import { COUNTED_BY } from './split-fields';
import { isTimeLimit } from './time-limit';

/** Newest matches that are counted; each is a document read. */
const MOST_COUNTED = 5000;
const FEW_COUNTED = 500;
const TIME_MS = 4000;

export interface FacetsInput {
  filter: EventFilter;
  fields: readonly FacetFieldName[];
  /** Values of each field. */
  limit: number;
}

type Counts = Map<string, number>;

/** Most frequent values of each field among the matching events: from the counters without filter, else among the newest matches. */
export async function facets(ctx: ReadContext, store: EventStore, input: FacetsInput): Promise<Facets> {
  const query = await resolveEvents(ctx, store, input.filter);
  const unfiltered = query.clauses.length === 0 && !query.start && !query.end && !hasPrivacyLimits(ctx);
  if (unfiltered) return fromCounters(ctx, store, input);
  for (const limit of [MOST_COUNTED, FEW_COUNTED]) {
    const plan = planEvents(query, limit);
    if (plan.nothing) return answer(input, new Map(), 0, 'exact');
    try {
      return await fromNewest(ctx, store, plan, input, limit);
    } catch (error) {
      if (!isTimeLimit(error)) throw error;
    }
  }
  return answer(input, new Map(), 0, 'partial');
}

async function fromCounters(ctx: ReadContext, store: EventStore, { fields, limit }: FacetsInput): Promise<Facets> {
  const rowsOf = async (field: FacetFieldName) => {
    const filter = { field: COUNTED_BY[field].facet };
    const options = { projection: { _id: 0, value: 1, count: 1 }, hint: facetIndex.byCount };
    const most = store.facets.find(ctx, filter, { ...options, sort: { count: -1 }, limit: limit * ctx.tenants.length }).toArray();
    const sum = store.facets.aggregate<{ count: number }>(ctx, filter, [{ $group: { _id: null, count: { $sum: '$count' } } }]);
    const [rows, [all]] = await Promise.all([most, sum]);
    const counts: Counts = new Map();
    for (const { value, count } of rows) counts.set(value, (counts.get(value) ?? 0) + count);
    return { field, counts, all: all?.count ?? 0 };
  };
  const found = await Promise.all(fields.map(rowsOf));
  const services = found.find(({ field }) => field === 'service') ?? (await rowsOf('service'));
  return {
    facets: found.map(({ field, counts, all }) => top(field, counts, limit, all)),
    counted: services.all,
    completeness: 'exact',
  };
}

interface TupleRow {
  _id: Record<string, string | string[] | null>;
  count: number;
}

/** One grouping over all fields at once reads each event once; the few thousand rows are added up here. */
async function fromNewest(ctx: ReadContext, store: EventStore, plan: EventPlan, input: FacetsInput, limit: number): Promise<Facets> {
  const key = Object.fromEntries(input.fields.map((field) => [field, `$${COUNTED_BY[field].stored}`]));
  const rows = await store.events.aggregate<TupleRow>(
    ctx,
    plan.filter,
    [{ $sort: { timestamp: -1, _id: -1 } }, { $limit: limit }, { $group: { _id: key, count: { $sum: 1 } } }],
    { hint: plan.pageHint, maxTimeMS: TIME_MS },
  );
  const byField = new Map<FacetFieldName, Counts>();
  let counted = 0;
  for (const { _id, count } of rows) {
    counted += count;
    for (const field of input.fields) {
      const counts = byField.get(field) ?? new Map<string, number>();
      byField.set(field, counts);
      for (const value of [_id[field] ?? []].flat()) counts.set(value, (counts.get(value) ?? 0) + count);
    }
  }
  return answer(input, byField, counted, counted < limit ? 'exact' : limit === MOST_COUNTED ? 'sampled' : 'partial');
}

function answer(
  input: FacetsInput,
  byField: ReadonlyMap<FacetFieldName, Counts>,
  counted: number,
  completeness: Facets['completeness'],
): Facets {
  return { facets: input.fields.map((field) => top(field, byField.get(field) ?? new Map(), input.limit)), counted, completeness };
}

function top(field: FacetFieldName, counts: ReadonlyMap<string, number>, limit: number, all?: number): Facets['facets'][number] {
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const values = sorted.slice(0, limit).map(([value, count]) => ({ value, count }));
  const shown = values.reduce((sum, { count }) => sum + count, 0);
  const total = all ?? sorted.reduce((sum, [, count]) => sum + count, 0);
  return { field, values, other: Math.max(0, total - shown) };
}
