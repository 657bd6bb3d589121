import { deserialize, Long, serialize, type Document } from 'bson';
import { inOrder } from './in-order';

const rewritten = (spec: Document): Document => deserialize(inOrder(Buffer.from(serialize(spec))), { promoteValues: true });
const apart = (condition: Document): Document => ({ $nor: [{ $nor: [condition] }] });

describe('a find in order', () => {
  const sort = { at: -1 };

  it('leaves one condition on a field to read by', () => {
    const filter = {
      keys: { $in: ['a', 'b'] },
      $and: [{ keys: 'a' }, { other: 1 }, { other: 2, third: 3 }, { $or: [{ keys: 'c' }] }],
      last: 1,
    };
    const $and = [apart({ keys: 'a' }), { other: 1 }, apart({ other: 2, third: 3 }), { $or: [{ keys: 'c' }] }];
    expect(rewritten({ find: 'c', filter, sort, limit: 5 })).toEqual({ find: 'c', filter: { ...filter, $and }, sort, limit: 5 });
    expect(rewritten({ aggregate: 'c', pipeline: [{ $match: filter }, { $sort: sort }, { $limit: 1 }] })).toEqual({
      aggregate: 'c',
      pipeline: [{ $match: { ...filter, $and } }, { $sort: sort }, { $limit: 1 }],
    });
  });

  it('looks into joined conditions, where what is hidden stands beside what is asked for', () => {
    const asked = { tenant: 't', keys: { $in: ['a', 'b'] }, $and: [{ keys: 'a' }, { other: 1 }] };
    const $and = [{ ...asked, $and: [apart({ keys: 'a' }), { other: 1 }] }, { $nor: [{ service: 'x' }] }, apart({ other: 2 })];
    expect(rewritten({ find: 'c', filter: { $and: [asked, { $nor: [{ service: 'x' }] }, { other: 2 }] }, sort })).toEqual({
      find: 'c',
      filter: { $and },
      sort,
    });
  });

  it.each<[string, Document]>([
    ['a find without sort', { find: 'c', filter: { keys: 'a', $and: [{ keys: 'b' }] } }],
    ['a find without filter', { find: 'c', sort }],
    ['a filter without $and', { find: 'c', filter: { keys: { $gt: Long.fromNumber(3) }, $or: [{ keys: 1 }] }, sort }],
    ['an $and of other fields', { find: 'c', filter: { a: 1, $and: [{ b: 1 }, { c: 1 }] }, sort }],
    ['an $and that is no list', { find: 'c', filter: { a: 1, $and: { a: 1 } }, sort }],
    [
      'an aggregation that does not sort what matches',
      { aggregate: 'c', pipeline: [{ $match: { a: 1, $and: [{ a: 2 }] } }, { $group: {} }, { $sort: sort }] },
    ],
    ['an empty aggregation', { aggregate: 'c', pipeline: [] }],
  ])('leaves %s as it is', (_case, spec) => {
    const bytes = Buffer.from(serialize(spec));
    expect(inOrder(bytes).equals(bytes)).toBe(true);
  });
});
