import type { Position, SortDirection } from './cursor';
import { upTo, type Placed } from './event.repository';
import type { EventCondition } from './plan/clause';

/** Reads up to `limit` events that meet a condition, in order, all of them after the position. */
type Read<E> = (condition: EventCondition, limit: number, position: Position | undefined) => Promise<E[]>;

/**
 * The first `limit` events that meet one of two conditions. Events of the second are looked for only in the time that a page of the first
 * spans: an index need not deliver them in order then. An event that meets both comes once.
 */
export async function partedPage<E extends Placed>(
  { first, rest }: { first: EventCondition; rest: EventCondition },
  { limit, sort, position }: { limit: number; sort: SortDirection; position: Position | undefined },
  read: Read<E>,
): Promise<E[]> {
  const page = await read(first, limit, position);
  const end = page[limit - 1];
  const more = await read(end ? upTo(rest, end.timestamp, sort) : rest, limit, position);
  const each = new Map([...page, ...more].map((event) => [event._id.toHexString(), event]));
  return [...each.values()].sort(inOrder(sort)).slice(0, limit);
}

/** By time and then by id, as the indexes have them. */
function inOrder(sort: SortDirection): (a: Placed, b: Placed) => number {
  const direction = sort === 'desc' ? -1 : 1;
  return (a, b) => direction * (a.timestamp.getTime() - b.timestamp.getTime() || Buffer.compare(a._id.id, b._id.id));
}
