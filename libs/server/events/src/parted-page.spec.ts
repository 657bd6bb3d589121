import fc from 'fast-check';
import { ObjectId } from 'mongodb';
import type { Position, SortDirection } from './cursor';
import { positionOf, type Placed } from './event.repository';
import { partedPage } from './parted-page';
import type { EventCondition } from './plan/clause';

const parts = { first: { service: 'first' }, rest: { service: 'rest' } } satisfies Record<string, EventCondition>;
/** Several at the same moment. */
const events: Placed[] = Array.from({ length: 120 }, (_, n) => ({
  _id: new ObjectId(n.toString(16).padStart(24, '0')),
  timestamp: new Date(Math.floor(n / 3) * 1000),
}));
const numberOf = ({ id }: Position): number => Number.parseInt(id, 16);

/** The events after a position, in order. */
const listed = (of: readonly Placed[], sort: SortDirection, from: Position | undefined): Placed[] => {
  const ordered = sort === 'desc' ? of.toReversed() : [...of];
  const isAfter = (n: number, start: number) => (sort === 'desc' ? n < start : n > start);
  return from ? ordered.filter((event) => isAfter(numberOf(positionOf(event)), numberOf(from))) : ordered;
};

/** Reads from two lists; `looked` counts what stands in the time that is asked for. */
function reader(lists: Record<string, readonly Placed[]>, sort: SortDirection) {
  const looked: Record<string, number> = {};
  const read = async ({ service, timestamp }: EventCondition, limit: number, from: Position | undefined) => {
    const { $gte, $lte }: { $gte?: Date; $lte?: Date } = Object(timestamp);
    const inTime = listed(lists[String(service)] ?? [], sort, from).filter(
      (event) => (!$gte || event.timestamp >= $gte) && (!$lte || event.timestamp <= $lte),
    );
    looked[String(service)] = inTime.length;
    return inTime.slice(0, limit);
  };
  return { read, looked };
}

describe('a page that is read in two parts', () => {
  it('is what one list of both would give, from the beginning and from any event', async () => {
    const list = fc.subarray(events);
    const sorts = fc.constantFrom<SortDirection>('asc', 'desc');
    const starts = fc.option(fc.constantFrom(...events).map(positionOf), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(list, list, sorts, fc.integer({ min: 1, max: 60 }), starts, async (first, rest, sort, limit, position) => {
        const both = events.filter((event) => first.includes(event) || rest.includes(event));
        const page = await partedPage(parts, { limit, sort, position }, reader({ first, rest }, sort).read);
        expect(page).toEqual(listed(both, sort, position).slice(0, limit));
      }),
    );
  });

  it.each<SortDirection>(['asc', 'desc'])('looks at the second part only as far as a page of the first goes: %s', async (sort) => {
    const first = events.filter((_, n) => n % 2 === 0);
    const { read, looked } = reader({ first, rest: events.filter((event) => !first.includes(event)) }, sort);
    await partedPage(parts, { limit: 12, sort, position: undefined }, read);
    expect(looked.rest).toBe(12);
  });
});
