import { conjuncts, type Query } from './ast';
import { instantOf } from './time';

/** The time that a query is limited to by its outermost bounds, milliseconds since 1970, both ends inclusive. */
export function timeRangeOf(query: Query, now: number): { start?: number; end?: number } {
  const times = conjuncts(query).filter((part) => part.kind === 'time');
  const bounds = (bound: 'after' | 'before'): number[] => times.filter((t) => t.bound === bound).map((t) => instantOf(t.at, bound, now));
  const starts = bounds('after');
  const ends = bounds('before');
  return { ...(starts.length > 0 ? { start: Math.max(...starts) } : {}), ...(ends.length > 0 ? { end: Math.min(...ends) } : {}) };
}
