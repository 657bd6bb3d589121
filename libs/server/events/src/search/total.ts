import { hasPrivacyLimits, type ReadContext } from '@aoc/server/context';
import type { EventStore } from '../event-store';
import { countByShape } from '../event-shape';
import { facetIndex } from '../facet.schema';
import { EXACT_TOTAL, type EventPlan, type ResolvedQuery } from '../plan/event-plan';
import { Memory, type Recall } from '../recall';
import { atLeast, countersFor } from './hour-counters';
import { within } from './patience';
import { isTimeLimit } from './time-limit';

/** A count that takes longer is given up. */
const COUNT_TIME_MS = 3000;
/** A count that reads more than this may be late: the page does not wait for it longer than {@link PATIENCE_MS}. */
const SOON = 20_000;
const PATIENCE_MS = 250;

const remembered = new Memory<{ total: number }>('facets', 5000, () => 1);

export interface TotalInput {
  query: ResolvedQuery;
  plan: EventPlan;
  recall: Recall;
}

/**
 * Matches: from the counters where these know it, else counted up to one more than the exact limit. Null when that takes too long; what
 * is being counted is counted to its end all the same, so that who asks again is told.
 */
export async function totalOf(ctx: ReadContext, store: EventStore, input: TotalInput): Promise<number | null> {
  const total = exactTotal(ctx, store, input);
  return input.plan.countCost <= SOON ? total : within(PATIENCE_MS, total);
}

/** Matches, where counters tell them or somebody has counted them since events were last stored; else null. */
export async function knownTotal(ctx: ReadContext, store: EventStore, { query, plan, recall }: TotalInput): Promise<number | null> {
  if (plan.counted && !hasPrivacyLimits(ctx)) return fromCounters(ctx, store, plan.counted);
  return (await recall.known(remembered, keyOf(query)))?.total ?? null;
}

const keyOf = ({ clauses, start, end }: ResolvedQuery): string => JSON.stringify([clauses.map((clause) => clause.filter), start, end]);

async function exactTotal(ctx: ReadContext, store: EventStore, { query, plan, recall }: TotalInput): Promise<number | null> {
  try {
    const { total } = await recall.of(remembered, keyOf(query), async () => ({ total: await read(ctx, store, { query, plan, recall }) }));
    return total;
  } catch (error) {
    if (isTimeLimit(error)) return null;
    throw error;
  }
}

async function read(ctx: ReadContext, store: EventStore, { query, plan, recall }: TotalInput): Promise<number> {
  const seesAll = !hasPrivacyLimits(ctx);
  if (plan.counted && seesAll) return fromCounters(ctx, store, plan.counted);
  const hours = seesAll && (query.start || query.end) ? countersFor(query, undefined) : null;
  // Of several values the counters are several as well, and what they save is not worth reading them.
  const least = hours && (hours.values?.length ?? 1) === 1 ? await atLeast(ctx, store, query, hours) : 0;
  if (least > EXACT_TOTAL) return least;
  const known = plan.byShape && (await countByShape(ctx, store, recall, plan.byShape));
  return known ?? store.events.count(ctx, plan.filter, EXACT_TOTAL + 1, { maxTimeMS: COUNT_TIME_MS, hint: plan.countHint });
}

async function fromCounters(ctx: ReadContext, store: EventStore, counted: NonNullable<EventPlan['counted']>): Promise<number> {
  const which = counted === 'all' ? { field: 'service' as const } : { field: counted.field, value: { $in: [...counted.values] } };
  const rows = await store.facets.find(ctx, which, { projection: { _id: 0, count: 1 }, hint: facetIndex.byCount }).toArray();
  return rows.reduce((sum, row) => sum + row.count, 0);
}
