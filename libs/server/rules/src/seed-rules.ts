import type { RuleBody } from '@aoc/contracts';
import { checkedRuleBodySchema } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import { createHash } from 'node:crypto';
import { nameKey } from './check-rule';
import type { RuleStore } from './rule.repository';
import { newRule } from './rules';
import { bumpRevision } from './write-rule.repository';

/** A rule that comes with AOC. */
export interface BroughtRule {
  key: string;
  origin: 'default' | 'pack';
  body: RuleBody;
}

const seededId = (ctx: TenantContext, key: string): string =>
  createHash('sha256')
    .update(JSON.stringify([ctx.tenantId, key]))
    .digest('base64url')
    .slice(0, 16);

/**
 * Brings the rules that this tenant was never given: all of them at first, new ones after an upgrade. One that somebody deleted does not
 * come back; one whose name is taken (by a rule of 1.x, say) is left out. Several processes may do it at once.
 * @returns how many were added
 */
export async function seedRules(ctx: TenantContext, store: RuleStore, brought: readonly BroughtRule[]): Promise<number> {
  const state = await store.states.findOne(ctx, { _id: ctx.tenantId });
  const known = new Set(state?.seeded_keys ?? []);
  const missing = brought.filter(({ key }) => !known.has(key));
  if (missing.length === 0) return 0;
  const taken = new Set((await store.rules.find(ctx, {}, { projection: { name_key: 1 } }).toArray()).map((rule) => rule.name_key));
  const rows = missing
    .filter(({ body }) => !taken.has(nameKey(body.name)))
    .map(({ key, origin, body }) => {
      const { _id, ...fields } = newRule(ctx, { body: checkedRuleBodySchema.parse(body), origin, key, id: seededId(ctx, key) });
      return { filter: { _id }, update: { $setOnInsert: { ...fields, updated_by: 'AOC' } } };
    });
  const added = rows.length === 0 ? 0 : (await store.rules.bulkUpsert(ctx, rows)).upsertedCount;
  await bumpRevision(ctx, store);
  await store.states.updateOne(ctx, { _id: ctx.tenantId }, { $addToSet: { seeded_keys: { $each: missing.map(({ key }) => key) } } });
  return added;
}
