import { tenantIdSchema } from '@aoc/contracts';
import { systemContext } from '@aoc/server/context';
import { testDatabase, type TestDatabase } from '@aoc/testing';
import type { ObjectId } from 'mongodb';
import {
  collectionOf,
  ensureIndexes,
  pendingMigrations,
  recordSchemaVersion,
  ScopedCollection,
  type CollectionDefinition,
  type TenantDocument,
} from './index';

interface Row extends TenantDocument {
  _id: ObjectId;
  key: string;
  n: number;
}
const A = systemContext(tenantIdSchema.parse('aaaaaaaa-0000-4000-8000-000000000001'), 'test');
const B = systemContext(tenantIdSchema.parse('bbbbbbbb-0000-4000-8000-000000000002'), 'test');
const definition: CollectionDefinition = {
  name: 'rows',
  indexes: [{ name: 'tenant_key', serves: 'one row', key: { tenant_id: 1, key: 1 }, unique: true }],
};

describe('scoped collection', () => {
  let database: TestDatabase;
  let rows: ScopedCollection<Row>;

  beforeAll(async () => {
    database = await testDatabase('scoped');
    expect(await pendingMigrations(database.connection, [definition])).toHaveLength(2);
    expect(await ensureIndexes(database.connection, [definition])).toEqual(['rows.tenant_key']);
    await recordSchemaVersion(database.connection, new Date());
    rows = new ScopedCollection<Row>(collectionOf<Row>(database.connection, 'rows'));
    for (const ctx of [A, B]) await rows.insertOne(ctx, { key: 'same', n: 1 });
  });
  afterAll(() => database.stop());

  it('knows that nothing is pending once migrated, and migrates again without change', async () => {
    expect(await pendingMigrations(database.connection, [definition])).toEqual([]);
    expect(await ensureIndexes(database.connection, [definition])).toEqual([]);
  });

  it('reads, counts and aggregates only the tenants of the context', async () => {
    expect((await rows.find(A, {}).toArray()).map((r) => r.tenant_id)).toEqual([A.tenantId]);
    expect(await rows.count(A, {}, 100)).toBe(1);
    expect(await rows.aggregate(A, {}, [{ $count: 'n' }])).toEqual([{ n: 1 }]);
    expect(await rows.count({ ...A, tenants: [A.tenantId, B.tenantId] }, {}, 100)).toBe(2);
  });

  it('stores many at once, each in the tenant of the context, and says which keys are taken', async () => {
    expect(
      await rows.insertMany(A, [
        { key: 'many 1', n: 1 },
        { key: 'same', n: 9 },
        { key: 'many 2', n: 2 },
      ]),
    ).toEqual(new Set([1]));
    expect((await rows.find(A, { key: { $in: ['many 1', 'many 2', 'same'] } }).toArray()).map(({ n }) => n).sort((a, b) => a - b)).toEqual([
      1, 1, 2,
    ]);
    expect(await rows.count(B, { key: 'many 1' }, 1)).toBe(0);
    expect(await rows.insertMany(A, [])).toEqual(new Set());
    expect(await rows.deleteMany(A, { key: { $in: ['many 1', 'many 2'] } })).toBe(2);
  });

  it('upserts the same document from many writers at once without an error', async () => {
    for (let round = 0; round < 20; round += 1) {
      const key = `race ${round}`;
      const writers = Array.from({ length: 8 }, () => rows.updateOne(A, { key }, { $inc: { n: 1 } }, { upsert: true }));
      const others = Array.from({ length: 4 }, () => rows.findOneAndUpdate(A, { key }, { $inc: { n: 1 } }, { upsert: true }));
      await Promise.all([...writers, ...others]);
      expect((await rows.findOne(A, { key }))?.n).toBe(12);
    }
    await rows.deleteMany(A, { key: /^race/ });
  });

  it('writes only in the tenant of the context', async () => {
    await rows.updateMany(A, { key: 'same' }, { $set: { n: 2 } });
    await rows.bulkUpsert(A, [{ filter: { key: 'new' }, update: { $setOnInsert: { n: 3 } } }]);
    expect((await rows.findOne(B, { key: 'same' }))?.n).toBe(1);
    expect(await rows.findOne(B, { key: 'new' })).toBeNull();
    expect(await rows.deleteMany(B, { key: 'new' })).toBe(0);
    expect((await rows.findOne(A, { key: 'new' }))?.tenant_id).toBe(A.tenantId);
  });

  it('refuses a filter that names a tenant and a stage that leaves the collection', () => {
    const foreign: object = { tenant_id: B.tenantId };
    expect(() => rows.find(A, foreign)).toThrow('must not name tenant_id');
    expect(() => rows.aggregate(A, {}, [{ $unionWith: 'rows' }])).toThrow('$unionWith is not allowed');
    expect(() => rows.aggregate(A, {}, [{ $facet: { x: [{ $lookup: { from: 'rows' } }] } }])).toThrow('$lookup is not allowed');
  });

  it('adds limits that follow from the context to every read and write', async () => {
    const limited = new ScopedCollection<Row>(collectionOf<Row>(database.connection, 'rows'), () => ({ n: { $ne: 1 } }));
    await rows.updateMany(B, {}, { $set: { n: 1 } });
    expect(await limited.count(B, {}, 10)).toBe(0);
    expect((await limited.updateMany(B, {}, { $set: { n: 9 } })).matchedCount).toBe(0);
    // A caller's own $or must not widen the limits.
    expect(await limited.count(B, { $or: [{ n: 1 }, { key: 'same' }] }, 10)).toBe(0);
  });
});
