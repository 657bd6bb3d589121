import type { ScopedFilter } from '@aoc/server/mongo';
import fc from 'fast-check';
import { ObjectId } from 'mongodb';
import { after } from './event.repository';
import type { EventDocument } from './event.schema';

const own = { $or: [{ service: 'Policy' }, { category: 'Device' }] };
const more = { $or: [{ result: 'failure' }] };

describe('the filter of a later page', () => {
  const position = { timestamp: new Date('2026-03-01T10:00:00Z'), id: new ObjectId().toHexString() };

  it.each<[string, ScopedFilter<EventDocument>]>([
    ['alternatives', own],
    ['alternatives beside others', { ...own, $and: [more], service: 'Policy' }],
    ['no alternatives', { service: 'Policy', $and: [more] }],
  ])('keeps every condition: %s', (_case, filter) => {
    fc.assert(
      fc.property(fc.constantFrom<'asc' | 'desc'>('asc', 'desc'), fc.boolean(), (sort, timed) => {
        const start = new Date('2026-02-01T00:00:00Z');
        const whole = timed ? { ...filter, timestamp: sort === 'desc' ? { $gte: start } : { $lte: start } } : filter;
        const { $and = [], $or, timestamp, ...rest } = after(whole, position, sort);
        const { $and: givenAnd = [], $or: givenOr, timestamp: givenTime, ...givenRest } = whole;
        const id = new ObjectId(position.id);
        const beyond =
          sort === 'desc'
            ? { $or: [{ timestamp: { $lt: position.timestamp } }, { _id: { $lt: id } }] }
            : { $or: [{ timestamp: { $gt: position.timestamp } }, { _id: { $gt: id } }] };
        const said = [...$and, ...($or ? [{ $or }] : [])];
        expect(said).toHaveLength(givenAnd.length + (givenOr ? 1 : 0) + 1);
        expect(said).toEqual(expect.arrayContaining([...givenAnd, ...(givenOr ? [{ $or: givenOr }] : []), beyond]));
        expect(rest).toEqual(givenRest);
        expect(timestamp).toEqual({ ...Object(givenTime), [sort === 'desc' ? '$lte' : '$gte']: position.timestamp });
      }),
    );
  });
});
