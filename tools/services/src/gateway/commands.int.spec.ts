import { Long, MongoClient, MongoServerError, type Collection, type Db, type Document } from 'mongodb';

const uri = process.env.AOC_TEST_MONGO_URI ?? '';
const client = new MongoClient(uri, { serverSelectionTimeoutMS: 10_000 });
const database: Db = client.db(`gateway_commands_${process.pid}`);
interface Row extends Document {
  _id: number | string;
}
let count = 0;
const fresh = (): Collection<Row> => database.collection(`c${++count}`);

beforeAll(() => client.connect());
afterAll(async () => {
  await database.dropDatabase();
  await client.close();
});

/** The server's complaint about a command. */
async function refusal(work: Promise<unknown>): Promise<MongoServerError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof MongoServerError) return error;
    throw error;
  }
  throw new Error('the command was accepted');
}

describe('writes', () => {
  it('inserts, updates, replaces and deletes', async () => {
    const c = fresh();
    expect(
      (
        await c.insertMany([
          { _id: 1, n: 1 },
          { _id: 2, n: 2 },
          { _id: 3, n: 3 },
        ])
      ).insertedCount,
    ).toBe(3);
    expect(await c.updateOne({ _id: 1 }, { $inc: { n: 10 }, $set: { tags: ['a'] } })).toMatchObject({ matchedCount: 1, modifiedCount: 1 });
    expect(await c.updateMany({ n: { $lt: 5 } }, { $set: { small: true } })).toMatchObject({ matchedCount: 2, modifiedCount: 2 });
    expect(await c.updateOne({ _id: 'new' }, { $setOnInsert: { n: 0 } }, { upsert: true })).toMatchObject({
      upsertedCount: 1,
      upsertedId: 'new',
    });
    expect(await c.replaceOne({ _id: 2 }, { n: 22 })).toMatchObject({ modifiedCount: 1 });
    expect((await c.deleteMany({ small: true })).deletedCount).toBe(1);
    expect(await c.find().sort({ n: 1 }).toArray()).toEqual([
      { _id: 'new', n: 0 },
      { _id: 1, n: 11, tags: ['a'] },
      { _id: 2, n: 22 },
    ]);
  });

  it('finds and modifies, deletes and replaces one document', async () => {
    const c = fresh();
    expect(await c.findOneAndUpdate({ _id: 1 }, { $set: { n: 1 } }, { upsert: true, returnDocument: 'after' })).toEqual({ _id: 1, n: 1 });
    expect(await c.findOneAndUpdate({ _id: 1 }, { $inc: { n: 1 } })).toEqual({ _id: 1, n: 1 });
    expect(await c.findOneAndReplace({ _id: 1 }, { m: 5 }, { returnDocument: 'after' })).toEqual({ _id: 1, m: 5 });
    expect(await c.findOneAndDelete({ _id: 1 })).toEqual({ _id: 1, m: 5 });
    expect(await c.findOneAndUpdate({ _id: 1 }, { $set: { n: 1 } })).toBeNull();
  });

  it('takes unacknowledged writes without an answer', async () => {
    const c = fresh();
    await c.insertOne({ _id: 1 }, { writeConcern: { w: 0 } });
    await c.insertOne({ _id: 2 });
    expect(await c.countDocuments()).toBe(2);
  });

  it('goes on after a duplicate when unordered, and stops when ordered', async () => {
    const c = fresh();
    await c.insertOne({ _id: 2 });
    const unordered = await refusal(c.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3 }], { ordered: false }));
    expect(unordered.code).toBe(11000);
    expect(await c.countDocuments()).toBe(3);
    await refusal(c.insertMany([{ _id: 1 }, { _id: 4 }]));
    expect(await c.countDocuments()).toBe(3);
  });
});

describe('duplicate keys', () => {
  it.each(['insert', 'update', 'upsert', 'findOneAndUpdate'] as const)('carry keyPattern and keyValue in %s', async (verb) => {
    const c = fresh();
    await c.createIndex({ tenant: 1, key: 1 }, { unique: true, name: 'tenant_key' });
    await c.insertMany([
      { _id: 1, tenant: 't', key: 'x' },
      { _id: 2, tenant: 't', key: 'y' },
    ]);
    const work = {
      insert: () => c.insertOne({ _id: 9, tenant: 't', key: 'x' }),
      update: () => c.updateOne({ _id: 2 }, { $set: { tenant: 't', key: 'x' } }),
      upsert: () => c.updateOne({ _id: 9 }, { $set: { tenant: 't', key: 'x' } }, { upsert: true }),
      findOneAndUpdate: () => c.findOneAndUpdate({ _id: 9 }, { $set: { tenant: 't', key: 'x' } }, { upsert: true }),
    };
    const error = await refusal(work[verb]());
    expect(error.code).toBe(11000);
    expect(error.message).toMatch(/^E11000 duplicate key error collection: \S+ index: tenant_key dup key: /);
    expect(error.errorResponse).toMatchObject({ keyPattern: { tenant: 1, key: 1 }, keyValue: { tenant: 't', key: 'x' } });
  });
});

describe('reads', () => {
  it('filters, sorts, pages, projects, counts and lists distinct values', async () => {
    const c = fresh();
    await c.insertMany(Array.from({ length: 100 }, (_, n) => ({ _id: n, n, group: n % 3, at: new Date(n * 1000), tags: [`t${n % 5}`] })));
    expect(
      await c
        .find({ n: { $gte: 90 }, group: { $in: [0, 1] } })
        .sort({ n: -1 })
        .skip(1)
        .limit(2)
        .project({ n: 1, _id: 0 })
        .toArray(),
    ).toEqual([{ n: 97 }, { n: 96 }]);
    expect(await c.countDocuments({ tags: 't1' })).toBe(20);
    expect(await c.countDocuments({}, { limit: 7 })).toBe(7);
    expect((await c.distinct('group')).toSorted((a, b) => Number(a) - Number(b))).toEqual([0, 1, 2]);
    expect(await c.findOne({ at: new Date(5000) })).toMatchObject({ n: 5 });
    expect(await c.estimatedDocumentCount()).toBeGreaterThanOrEqual(0);
  });

  it('aggregates with facets, lookups, time buckets and unwinding', async () => {
    const [c, other] = [fresh(), fresh()];
    await c.insertMany(Array.from({ length: 48 }, (_, n) => ({ _id: n, at: new Date(Date.UTC(2026, 0, 1, n)), user: n % 4 })));
    await other.insertMany(Array.from({ length: 4 }, (_, n) => ({ _id: n, name: `user ${n}` })));
    const [facets] = await c
      .aggregate([
        {
          $facet: {
            days: [{ $group: { _id: { $dateTrunc: { date: '$at', unit: 'hour', binSize: 24 } }, n: { $sum: 1 } } }, { $sort: { _id: 1 } }],
            total: [{ $count: 'n' }],
          },
        },
      ])
      .toArray();
    expect(facets).toEqual({
      days: [
        { _id: new Date('2026-01-01'), n: 24 },
        { _id: new Date('2026-01-02'), n: 24 },
      ],
      total: [{ n: 48 }],
    });
    const joined = await c
      .aggregate([
        { $match: { _id: 5 } },
        { $lookup: { from: other.collectionName, localField: 'user', foreignField: '_id', as: 'who' } },
        { $unwind: '$who' },
      ])
      .toArray();
    expect(joined[0]?.who).toEqual({ _id: 1, name: 'user 1' });
  });

  it('searches text', async () => {
    const c = fresh();
    await c.createIndex({ summary: 'text' });
    await c.insertMany([
      { _id: 1, summary: 'Consent granted to application' },
      { _id: 2, summary: 'Password reset' },
    ]);
    expect(await c.find({ $text: { $search: 'consent' } }).toArray()).toMatchObject([{ _id: 1 }]);
  });

  it('keeps every BSON type as it was', async () => {
    const c = fresh();
    const value = {
      _id: 1,
      long: Long.fromString('9007199254740993'),
      double: 1.5,
      date: new Date(1),
      bytes: Buffer.from([1, 2]),
      nested: { list: [null, true, 'ü\u0000x'] },
    };
    await c.insertOne(value);
    const found = await c.findOne({ _id: 1 }, { promoteLongs: false, promoteBuffers: true });
    expect(found).toEqual(value);
  });

  it('ends a query at its time limit', async () => {
    const c = fresh();
    await c.insertMany(Array.from({ length: 20_000 }, (_, n) => ({ _id: n, pad: `${(n * 7919) % 20_000}`.repeat(20) })));
    const error = await refusal(
      c
        .find({ $expr: { $gt: [{ $strLenCP: '$pad' }, 1] } })
        .sort({ pad: 1 })
        .maxTimeMS(1)
        .toArray(),
    );
    expect(error.code).toBe(50);
    expect(await c.countDocuments()).toBe(20_000);
  });
});

describe('collections and indexes', () => {
  it('creates, lists and drops indexes, and waits until they are built', async () => {
    const c = fresh();
    await c.insertMany(Array.from({ length: 6_000 }, (_, n) => ({ _id: n, a: n, b: `v${n % 10}` })));
    expect(
      await c.createIndexes([
        { key: { a: -1, b: 1 }, name: 'ab' },
        { key: { b: 1 }, name: 'b', sparse: true },
      ]),
    ).toEqual(['ab', 'b']);
    expect(await c.createIndexes([{ key: { a: -1, b: 1 }, name: 'ab' }])).toEqual(['ab']);
    expect((await c.indexes()).map(({ name }) => name)).toEqual(['_id_', 'ab', 'b']);
    expect(await c.find({ b: 'v3' }).sort({ a: -1 }).hint('ab').limit(1).toArray()).toMatchObject([{ a: 5993 }]);
    await c.dropIndex('ab');
    expect((await c.indexes()).map(({ name }) => name)).toEqual(['_id_', 'b']);
    await c.dropIndexes();
    expect(await c.indexes()).toHaveLength(1);
  });

  it('accepts expiry, partial and multikey indexes', async () => {
    const c = fresh();
    await c.createIndex({ at: 1 }, { expireAfterSeconds: 3600 });
    await c.createIndex({ key: 1 }, { unique: true, partialFilterExpression: { key: { $exists: true } } });
    await c.createIndex({ keys: 1 });
    await c.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3, key: 'k', keys: ['a', 'b'] }]);
    expect(await c.find({ keys: 'b' }).toArray()).toHaveLength(1);
    expect((await c.indexes()).find(({ expireAfterSeconds }) => expireAfterSeconds)?.expireAfterSeconds).toBe(3600);
  });

  it('creates, lists, renames, changes, measures, validates and drops collections', async () => {
    const created = await database.createCollection('made');
    await created.insertOne({ n: 1 });
    expect((await database.listCollections({ name: 'made' }).toArray()).map(({ name }) => name)).toEqual(['made']);
    expect(await database.command({ collStats: 'made' })).toMatchObject({ ns: `${database.databaseName}.made`, ok: 1 });
    expect(await database.command({ dbStats: 1 })).toMatchObject({ ok: 1 });
    expect(await database.command({ validate: 'made' })).toMatchObject({ valid: true });
    expect(await database.command({ collMod: 'made' })).toMatchObject({ ok: 1 });
    await created.rename('renamed');
    expect(await database.collection('renamed').countDocuments()).toBe(1);
    expect(await database.dropCollection('renamed')).toBe(true);
    expect(await database.listCollections({ name: /made/ }).toArray()).toEqual([]);
  });

  it('lists and drops databases', async () => {
    const other = client.db(`gateway_other_${process.pid}`);
    await other.collection('c').insertOne({ n: 1 });
    const names = async (): Promise<string[]> => (await client.db().admin().listDatabases()).databases.map(({ name }) => name);
    expect(await names()).toContain(other.databaseName);
    await other.dropDatabase();
    expect(await names()).not.toContain(other.databaseName);
  });
});

describe('refusals', () => {
  const missing = () => database.collection(`none_${++count}`);
  it.each([
    ['an unknown operator', 2, () => fresh().findOne({ a: { $nope: 1 } })],
    [
      'an unknown stage',
      40324,
      () =>
        fresh()
          .aggregate([{ $nope: 1 }])
          .toArray(),
    ],
    ['indexes of a missing collection', 26, () => missing().indexes()],
    ['an index that is not there', 27, async () => (await database.createCollection(`c${++count}`)).dropIndex('nope')],
    [
      'renaming onto a collection that exists',
      48,
      async () => {
        const [from, to] = [fresh(), fresh()];
        await Promise.all([from.insertOne({ _id: 1 }), to.insertOne({ _id: 1 })]);
        await from.rename(to.collectionName);
      },
    ],
    ['a cursor that is not there', 43, () => database.command({ getMore: Long.fromNumber(12345), collection: 'c' })],
    ['a command that is not served', 115, () => fresh().find().explain()],
    ['a command that nobody knows', 59, () => database.command({ frobnicate: 1 })],
    ['change streams', 115, () => fresh().watch().next()],
    [
      'the same index under another name',
      85,
      async () => {
        const c = fresh();
        await c.createIndex({ a: 1 }, { name: 'one' });
        await c.createIndex({ a: 1 }, { name: 'two' });
      },
    ],
  ])('%s: code %d', async (_what, code, work) => {
    expect((await refusal(work())).code).toBe(code);
  });

  it('offers sessions but no transactions', async () => {
    const c = fresh();
    await client.withSession(async (session) => {
      await c.insertOne({ _id: 1 }, { session });
      expect(await c.findOne({ _id: 1 }, { session })).toEqual({ _id: 1 });
    });
    const error = await refusal(client.withSession((session) => session.withTransaction(() => c.insertOne({ _id: 2 }, { session }))));
    expect(error.message).toMatch(/retryable writes|Transaction numbers/);
    expect(await c.countDocuments()).toBe(1);
  });
});
