import * as fc from 'fast-check';
import { MongoClient, type Document } from 'mongodb';

interface Row {
  _id: number;
  tenant: string;
  keys: string[];
  kind: string;
  at: Date;
}
interface Question {
  /** `keys` is a list of values, `kind` a single one. */
  field: 'keys' | 'kind';
  values: string[];
  alike: boolean;
  also: string | null;
  /** What must not be there, beside all other conditions, as privacy limits stand. */
  hidden: string | null;
  from: number | null;
  to: number | null;
  newestFirst: boolean;
  limit: number;
}

const HOUR = 3_600_000;
const NAMES = ['a', 'b', 'c', 'ca', 'rare'];
const timeOf = (hour: number): Date => new Date(Date.UTC(2026, 0, 1) + hour * HOUR);
/** Always the same rows, many of them at the same time. */
const rowOf = (n: number): Row => ({
  _id: n,
  tenant: n % 5 === 0 ? 'other' : 'ours',
  kind: NAMES[(n * 3) % 5] ?? '',
  keys: NAMES.filter((_, i) => (n * 7 + i * 13) % (i === 4 ? 83 : i + 2) === 0),
  at: timeOf((n * 37) % 40),
});

function conditionOf({ field, values, alike, also, hidden, from, to }: Question): Document {
  const [first = ''] = values;
  const at = { ...(from === null ? {} : { $gte: timeOf(from) }), ...(to === null ? {} : { $lte: timeOf(to) }) };
  const condition = {
    tenant: 'ours',
    [field]: alike ? { $regex: `^${first}` } : values.length === 1 ? first : { $in: values },
    ...(from === null && to === null ? {} : { at }),
    ...(also === null ? {} : { $and: [{ [field]: also }] }),
  };
  return hidden === null ? condition : { $and: [condition, { $nor: [{ keys: hidden }] }] };
}

function expected(rows: readonly Row[], { field, values, alike, also, hidden, from, to, newestFirst }: Question): Row[] {
  const [first = ''] = values;
  const direction = newestFirst ? -1 : 1;
  const valuesOf = (row: Row): string[] => [row[field]].flat();
  return rows
    .filter((row) => row.tenant === 'ours' && (also === null || valuesOf(row).includes(also)))
    .filter((row) => valuesOf(row).some((value) => (alike ? value.startsWith(first) : values.includes(value))))
    .filter(({ keys, at }) => !keys.includes(hidden ?? '') && (from === null || at >= timeOf(from)) && (to === null || at <= timeOf(to)))
    .sort((a, b) => direction * (a.at.getTime() - b.at.getTime() || a._id - b._id));
}

describe('an index on a list, or one value, and a time', () => {
  const client = new MongoClient(process.env.AOC_TEST_MONGO_URI ?? '', { serverSelectionTimeoutMS: 10_000 });
  const database = client.db(`gateway_lists_${process.pid}`);
  const collection = database.collection<Row>('rows');
  let rows: Row[] = [];

  beforeAll(async () => {
    await client.connect();
    const all = Array.from({ length: 1200 }, (_, n) => rowOf(n));
    // Some before there is an index, some after; some change, some go.
    await collection.insertMany(all.slice(0, 500));
    await collection.createIndex({ tenant: 1, keys: 1, at: -1, _id: -1 }, { name: 'keys' });
    await collection.createIndex({ tenant: 1, kind: 1, at: -1, _id: -1 }, { name: 'kind' });
    await collection.insertMany(all.slice(500));
    await collection.updateMany({ _id: { $mod: [11, 3] } }, { $set: { keys: ['b', 'ca', 'late'] } });
    await collection.updateMany({ _id: { $mod: [13, 5] } }, { $set: { at: timeOf(20) } });
    await collection.deleteMany({ _id: { $mod: [17, 1] } });
    rows = all
      .map((row) => (row._id % 11 === 3 ? { ...row, keys: ['b', 'ca', 'late'] } : row))
      .map((row) => (row._id % 13 === 5 ? { ...row, at: timeOf(20) } : row))
      .filter(({ _id }) => _id % 17 !== 1);
  });
  afterAll(async () => {
    await database.dropDatabase();
    await client.close();
  });

  it('finds and counts each row once and in order, whatever the time range', async () => {
    const name = fc.constantFrom(...NAMES, 'late', 'never');
    const hour = fc.option(fc.integer({ min: -1, max: 41 }));
    const question: fc.Arbitrary<Question> = fc.record({
      field: fc.constantFrom('keys' as const, 'kind' as const),
      values: fc.uniqueArray(name, { minLength: 1, maxLength: 3 }),
      alike: fc.boolean(),
      also: fc.option(name),
      hidden: fc.option(name),
      from: hour,
      to: hour,
      newestFirst: fc.boolean(),
      limit: fc.constantFrom(1, 25, 2000),
    });
    await fc.assert(
      fc.asyncProperty(question, async (asked) => {
        const condition = conditionOf(asked);
        const direction = asked.newestFirst ? -1 : 1;
        const found = await collection
          .find(condition, { sort: { at: direction, _id: direction }, limit: asked.limit, hint: asked.field, batchSize: 20 })
          .toArray();
        const all = expected(rows, asked);
        expect(found).toEqual(all.slice(0, asked.limit));
        const stages = [{ $match: condition }, { $sort: { at: direction, _id: direction } }, { $limit: asked.limit }];
        expect(await collection.aggregate(stages, { hint: asked.field }).toArray()).toEqual(all.slice(0, asked.limit));
        expect(await collection.countDocuments(condition, { hint: asked.field, limit: asked.limit })).toBe(
          Math.min(all.length, asked.limit),
        );
      }),
      { numRuns: 300 },
    );
  });
});
