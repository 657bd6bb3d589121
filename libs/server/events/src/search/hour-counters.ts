import type { FacetFieldName } from '@aoc/contracts';
import type { ReadContext } from '@aoc/server/context';
import { activityIndex, HOUR_MS, type ActivityField } from '../activity.schema';
import type { EventStore } from '../event-store';
import type { ResolvedQuery } from '../plan/event-plan';
import type { BucketCounts } from './bucket-counts';

/** Counters by hour of a field's values; null for all of them. */
export interface HourCounters {
  field: ActivityField;
  values: readonly string[] | null;
}

/** Counters by hour that answer exactly this query: all events, or those of one field's values. */
export function countersFor(query: ResolvedQuery, split: FacetFieldName | undefined): HourCounters | null {
  const [only, more] = query.clauses;
  const splitField = split === 'service' || split === 'result' ? split : null;
  if (more || (split !== undefined && splitField === null)) return null;
  if (!only) return { field: splitField ?? 'all', values: null };
  const counted = only.counted;
  if (counted?.field !== 'service' && counted?.field !== 'result') return null;
  return splitField === null || splitField === counted.field ? { field: counted.field, values: counted.values } : null;
}

const valuesOf = ({ field, values }: HourCounters): object => ({ field, ...(values ? { value: { $in: [...values] } } : {}) });

/** Counts of the hours that begin in a range; milliseconds, both inclusive. */
export async function readHours(
  ctx: ReadContext,
  store: EventStore,
  range: { start: number; end: number },
  counters: HourCounters,
): Promise<BucketCounts['rows']> {
  const hour = { $gte: new Date(range.start), $lte: new Date(range.end) };
  const rows = await store.activity
    .find(
      ctx,
      { ...valuesOf(counters), hour },
      { projection: { _id: 0, hour: 1, value: 1, count: 1 }, hint: activityIndex.byHour, batchSize: 5000 },
    )
    .toArray();
  return rows.map((row) => ({ time: row.hour.getTime(), value: row.value, count: row.count }));
}

/** Counters that are read to see whether more match than an exact total tells. */
const MOST_READ = 100;

/** So many events at least match, by the newest whole hours of the query's time range. */
export async function atLeast(ctx: ReadContext, store: EventStore, { start, end }: ResolvedQuery, counters: HourCounters): Promise<number> {
  const hour = {
    ...(start ? { $gte: new Date(Math.ceil(start.getTime() / HOUR_MS) * HOUR_MS) } : {}),
    // The last one has to end in time.
    ...(end ? { $lte: new Date(end.getTime() + 1 - HOUR_MS) } : {}),
  };
  const rows = await store.activity
    .find(
      ctx,
      { ...valuesOf(counters), hour },
      { projection: { _id: 0, count: 1 }, sort: { hour: -1 }, limit: MOST_READ, hint: activityIndex.byHour },
    )
    .toArray();
  return rows.reduce((sum, { count }) => sum + count, 0);
}
