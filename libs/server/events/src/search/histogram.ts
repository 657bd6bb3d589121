import type { EventFilter, FacetFieldName, Histogram } from '@aoc/contracts';
import { hasPrivacyLimits, type ReadContext } from '@aoc/server/context';
import { activityIndex, HOUR_MS } from '../activity.schema';
import type { EventStore } from '../event-store';
import { planEvents, type EventPlan, type ResolvedQuery } from '../plan/event-plan';
import { resolveEvents } from '../plan/resolve-events';
import { countByBuckets, countNewest, type BucketCounts } from './bucket-counts';
import { countersFor, readHours, type HourCounters } from './hour-counters';
import { bucketOf, bucketsFor, type Buckets } from './intervals';

const DAY = 24 * HOUR_MS;
const LONGEST_DEFAULT = 90 * DAY;

export interface HistogramInput {
  filter: EventFilter;
  /** About how many intervals. */
  buckets: number;
  /** Width of an interval in seconds. */
  interval?: number;
  split?: FacetFieldName;
}
export type HistogramWithoutCoverage = Omit<Histogram, 'coverage'>;

/** First and last hour in which something is stored. */
async function storedHours(ctx: ReadContext, store: EventStore): Promise<{ first: Date; last: Date } | null> {
  const end = (direction: 1 | -1) =>
    store.activity
      .find(ctx, { field: 'all' }, { sort: { hour: direction }, limit: 1, projection: { hour: 1 }, hint: activityIndex.byHour })
      .toArray();
  const [[first], [last]] = await Promise.all([end(1), end(-1)]);
  return first && last ? { first: first.hour, last: last.hour } : null;
}

/** Asked range, completed by what is stored; without start at most 90 days. Milliseconds, both inclusive. */
async function rangeOf(ctx: ReadContext, store: EventStore, { start, end }: ResolvedQuery): Promise<{ start: number; end: number }> {
  const now = ctx.clock.now().getTime();
  const stored = start && end ? null : await storedHours(ctx, store);
  const to = end?.getTime() ?? Math.max(now, (stored?.last.getTime() ?? now) + HOUR_MS - 1);
  const from = start?.getTime() ?? Math.max(stored?.first.getTime() ?? to - DAY, to - LONGEST_DEFAULT);
  return { start: Math.min(from, to), end: to };
}

/** Hours that lie wholly in the range come from the counters, what is left at its ends from the events. */
async function fromCountersAndEdges(
  ctx: ReadContext,
  store: EventStore,
  query: ResolvedQuery,
  range: { start: number; end: number },
  counters: HourCounters,
  split: FacetFieldName | undefined,
): Promise<BucketCounts> {
  const inner = { start: Math.ceil(range.start / HOUR_MS) * HOUR_MS, end: Math.floor((range.end + 1) / HOUR_MS) * HOUR_MS - 1 };
  if (inner.end < inner.start) return countNewest(ctx, store, query, range, HOUR_MS, split);
  const edges = [
    { start: range.start, end: inner.start - 1 },
    { start: inner.end + 1, end: range.end },
  ].filter(({ start, end }) => start <= end && start <= ctx.clock.now().getTime());
  const parts = await Promise.all([
    readHours(ctx, store, inner, counters),
    ...edges.map(async (edge) => countNewest(ctx, store, query, edge, HOUR_MS, split)),
  ]);
  const [hours, ...ends] = parts;
  const rows = [...(Array.isArray(hours) ? hours : []), ...ends.flatMap((part) => (Array.isArray(part) ? part : part.rows))];
  const incomplete = ends.find((part) => !Array.isArray(part) && part.completeness !== 'exact');
  return incomplete && !Array.isArray(incomplete) ? { ...incomplete, rows } : { rows, completeness: 'exact', countedFrom: null };
}

async function count(
  ctx: ReadContext,
  store: EventStore,
  query: ResolvedQuery,
  plan: EventPlan,
  buckets: Buckets,
  range: { start: number; end: number },
  split: FacetFieldName | undefined,
): Promise<BucketCounts> {
  if (plan.nothing) return { rows: [], completeness: 'exact', countedFrom: null };
  const counters = hasPrivacyLimits(ctx) || buckets.width % HOUR_MS !== 0 ? null : countersFor(query, split);
  if (counters) return fromCountersAndEdges(ctx, store, query, range, counters, split);
  const [only, more] = query.clauses;
  if (split === undefined && !hasPrivacyLimits(ctx) && !more && (!only || only.access?.ordered))
    return countByBuckets(ctx, store, plan, buckets, range);
  return countNewest(ctx, store, query, range, buckets.width, split);
}

/**
 * Number of matching events per interval. Exact where counters by hour or an index alone answer it; else the newest matches are counted
 * and the answer says from where on.
 * @throws DomainError bad_query
 */
export async function histogram(ctx: ReadContext, store: EventStore, input: HistogramInput): Promise<HistogramWithoutCoverage> {
  const query = await resolveEvents(ctx, store, input.filter);
  const range = await rangeOf(ctx, store, query);
  const within: ResolvedQuery = { ...query, start: new Date(range.start), end: new Date(range.end) };
  const width = input.interval === undefined ? undefined : input.interval * 1000;
  const buckets = bucketsFor(range.start, range.end, input.buckets, width);
  const plan = planEvents(within, 1);
  const counts = await count(ctx, store, within, plan, buckets, range, input.split);
  return toHistogram(buckets, counts, input.split);
}

function toHistogram(buckets: Buckets, counts: BucketCounts, split: FacetFieldName | undefined): HistogramWithoutCoverage {
  const byBucket = new Map<number, { count: number; values: Map<string, number> }>();
  let total = 0;
  for (const { time, value, count: events } of counts.rows) {
    const start = bucketOf(time, buckets);
    const bucket = byBucket.get(start) ?? { count: 0, values: new Map<string, number>() };
    bucket.count += events;
    if (value !== null && value !== '') bucket.values.set(value, (bucket.values.get(value) ?? 0) + events);
    byBucket.set(start, bucket);
    total += events;
  }
  const starts = Array.from(
    { length: Math.round((buckets.end - buckets.start) / buckets.width) },
    (_, i) => buckets.start + i * buckets.width,
  );
  return {
    start: new Date(buckets.start).toISOString(),
    end: new Date(buckets.end).toISOString(),
    interval_seconds: Math.round(buckets.width / 1000),
    split: split ?? null,
    buckets: starts.map((start) => {
      const bucket = byBucket.get(start);
      return {
        start: new Date(start).toISOString(),
        count: bucket?.count ?? 0,
        ...(split ? { values: Object.fromEntries(bucket?.values ?? []) } : {}),
      };
    }),
    total,
    completeness: counts.completeness,
    counted_from: counts.countedFrom?.toISOString() ?? null,
  };
}
