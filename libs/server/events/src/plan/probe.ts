import type { ReadContext } from '@aoc/server/context';
import type { EventStore } from '../event-store';
import { isTimeLimit } from '../search/time-limit';
import type { Clause } from './clause';

/** Matches that a probe counts at most; the index alone answers it. */
export const PROBED = 2000;
const PROBE_TIME_MS = 1000;
/** Share of all events that the most frequent values have. */
const FREQUENT_SHARE = 0.05;

/**
 * Matches of a value that has more than a probe counts: few values are frequent. Rather too few than too many, since what a walk through its
 * events takes until a page is full depends on the other conditions alone.
 */
const guessed = (total: number): number => Math.round(Math.max(PROBED, Math.sqrt(PROBED * FREQUENT_SHARE * total)));

/** The clause with the number of its matches: exact below {@link PROBED}, else a guess. */
export async function probed(ctx: ReadContext, store: EventStore, clause: Clause, total: number): Promise<Clause> {
  if (clause.events !== null || !clause.access) return clause;
  try {
    const events = await store.events.count(ctx, clause.filter, PROBED, { hint: clause.access.index, maxTimeMS: PROBE_TIME_MS });
    if (events < PROBED) return { ...clause, events };
  } catch (error) {
    if (!isTimeLimit(error)) throw error;
  }
  return { ...clause, events: guessed(total) };
}
