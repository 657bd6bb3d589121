import type { FacetFieldName, Histogram } from '@aoc/contracts';
import type { ReadContext } from '@aoc/server/context';
import type { EventStore } from '../event-store';
import { planEvents, type EventPlan, type ResolvedQuery } from '../plan/event-plan';
import type { Buckets } from './intervals';
import { COUNTED_BY } from './split-fields';
import { isTimeLimit } from './time-limit';

/** Matches that are grouped at once; each is a document read. */
const MOST_GROUPED = 10_000;
const FEW_GROUPED = 1000;
const GROUP_TIME_MS = 4000;
/** Matches of one interval that an index counts at most. */
const MOST_PER_BUCKET = 100_000;
const COUNT_TIME_MS = 4000;
const PARALLEL = 4;

/** Counts by time in milliseconds and value of the split field. */
export interface BucketCounts {
  rows: { time: number; value: string | null; count: number }[];
  completeness: Histogram['completeness'];
  /** Matches before this are not counted. */
  countedFrom: Date | null;
}

interface GroupRow {
  _id: { time: Date; value?: string | string[] | null };
  count: number;
  oldest: Date;
}

async function group(ctx: ReadContext, store: EventStore, plan: EventPlan, limit: number, width: number, split?: FacetFieldName) {
  return store.events.aggregate<GroupRow>(
    ctx,
    plan.filter,
    [
      { $sort: { timestamp: -1, _id: -1 } },
      { $limit: limit },
      {
        $group: {
          _id: {
            time: { $dateTrunc: { date: '$timestamp', unit: 'millisecond', binSize: width } },
            ...(split ? { value: `$${COUNTED_BY[split].stored}` } : {}),
          },
          count: { $sum: 1 },
          oldest: { $min: '$timestamp' },
        },
      },
    ],
    { hint: plan.pageHint, maxTimeMS: GROUP_TIME_MS },
  );
}

/** Counts the newest matches of a range, as many as can be read in a moment. */
export async function countNewest(
  ctx: ReadContext,
  store: EventStore,
  query: ResolvedQuery,
  range: { start: number; end: number },
  width: number,
  split?: FacetFieldName,
): Promise<BucketCounts> {
  const within = { ...query, start: new Date(range.start), end: new Date(range.end) };
  for (const limit of [MOST_GROUPED, FEW_GROUPED]) {
    const plan = planEvents(within, limit);
    try {
      const groups = await group(ctx, store, plan, limit, width, split);
      const counted = groups.reduce((sum, row) => sum + row.count, 0);
      const oldest = groups.map((row) => row.oldest).sort((a, b) => a.getTime() - b.getTime())[0];
      return {
        rows: groups.flatMap(({ _id, count }) => valuesOf(_id.value).map((value) => ({ time: _id.time.getTime(), value, count }))),
        completeness: counted < limit ? 'exact' : limit === MOST_GROUPED ? 'sampled' : 'partial',
        countedFrom: counted < limit ? null : (oldest ?? null),
      };
    } catch (error) {
      if (!isTimeLimit(error)) throw error;
    }
  }
  return { rows: [], completeness: 'partial', countedFrom: within.end };
}

/** Values of a group; an event with several tags counts under each. */
const valuesOf = (value: string | string[] | null | undefined): (string | null)[] =>
  Array.isArray(value) ? (value.length > 0 ? value : [null]) : [value ?? null];

/** Counts each interval by the index alone, newest first, until time is up. */
export async function countByBuckets(
  ctx: ReadContext,
  store: EventStore,
  plan: EventPlan,
  buckets: Buckets,
  range: { start: number; end: number },
): Promise<BucketCounts> {
  const deadline = performance.now() + COUNT_TIME_MS;
  const starts: number[] = [];
  for (let start = buckets.end - buckets.width; start >= buckets.start; start -= buckets.width) starts.push(start);
  const rows: BucketCounts['rows'] = [];
  let capped = false;
  for (let at = 0; at < starts.length; at += PARALLEL) {
    if (performance.now() > deadline) return { rows, completeness: 'partial', countedFrom: new Date((starts[at] ?? 0) + buckets.width) };
    await Promise.all(
      starts.slice(at, at + PARALLEL).map(async (start) => {
        const from = new Date(Math.max(start, range.start));
        const to = new Date(Math.min(start + buckets.width - 1, range.end));
        if (from > to) return;
        const filter = { ...plan.filter, timestamp: { $gte: from, $lte: to } };
        const count = await store.events.count(ctx, filter, MOST_PER_BUCKET, { hint: plan.countHint });
        capped ||= count === MOST_PER_BUCKET;
        if (count > 0) rows.push({ time: start, value: null, count });
      }),
    );
  }
  return { rows, completeness: capped ? 'partial' : 'exact', countedFrom: null };
}
