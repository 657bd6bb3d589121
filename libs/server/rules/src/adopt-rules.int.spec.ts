import { tenantIdSchema } from '@aoc/contracts';
import { systemContext } from '@aoc/server/context';
import { collectionOf, ensureIndexes } from '@aoc/server/mongo';
import { testDatabase, type TestDatabase } from '@aoc/testing';
import type { Document } from 'mongodb';
import { adoptLegacyRules } from './adopt-rules.repository';
import { ruleCollection, ruleStateCollection, ruleVersionCollection } from './rule.schema';
import { ruleStore } from './rule.repository';
import { listRules } from './rules';
import { seedRules } from './seed-rules';

describe('rules of 1.x', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase('adopt');
    await ensureIndexes(database.connection, [ruleCollection, ruleVersionCollection, ruleStateCollection]);
  });
  afterAll(() => database.stop());

  it('become rules of this version once, and keep their names from the rules that AOC brings', async () => {
    const ctx = systemContext(tenantIdSchema.parse('aaaaaaaa-0000-4000-8000-00000000000a'), 'test');
    const rows = collectionOf<Document>(database.connection, ruleCollection.name);
    const condition = { field: 'operation', op: 'contains', value: 'Delete user' };
    await rows.insertMany([
      {
        tenant_id: ctx.tenantId,
        name: 'Bulk User Deletion',
        enabled: false,
        severity: 'high',
        message: 'm',
        conditions: [condition, { field: 'actor', op: 'threshold_count', value: 5 }],
      },
      { tenant_id: ctx.tenantId, name: 'Own', enabled: true, severity: 'odd', conditions: [condition], created_at: new Date() },
      { tenant_id: ctx.tenantId, name: 'Impossible', conditions: [{ field: 'no_such_field', op: 'eq', value: 1 }] },
      { tenant_id: 'another', name: 'Foreign', conditions: [condition] },
    ]);
    expect(await adoptLegacyRules(ctx, database.connection)).toEqual({ adopted: 2, refused: ['Impossible'] });
    expect(await adoptLegacyRules(ctx, database.connection)).toEqual({ adopted: 0, refused: ['Impossible'] });
    const store = ruleStore(database.connection);
    const brought = { key: 'bulk', origin: 'default' as const };
    const [bulk] = await listRules(ctx, store);
    if (!bulk) throw new Error('no rule');
    const { name, severity, conditions, enabled, message, description, guidance, tags, techniques, references, exceptions, tenants } = bulk;
    const body = { name, severity, conditions, enabled, message, description, guidance, tags, techniques, references, exceptions, tenants };
    expect(await seedRules(ctx, store, [{ ...brought, body }])).toBe(0);
    expect((await listRules(ctx, store)).map((rule) => [rule.name, rule.enabled, rule.severity, rule.threshold?.count])).toEqual([
      ['Bulk User Deletion', false, 'high', 5],
      ['Own', true, 'medium', undefined],
    ]);
    expect(await rows.countDocuments({ tenant_id: ctx.tenantId })).toBe(3);
  });
});
