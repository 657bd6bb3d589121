import { DomainError } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import { MongoServerError } from 'mongodb';
import type { RuleStore } from './rule.repository';
import type { RuleDocument, RuleVersionDocument } from './rule.schema';

const versionOf = (rule: Omit<RuleDocument, 'tenant_id'>): Omit<RuleVersionDocument, 'tenant_id' | '_id'> => ({
  rule_id: rule._id,
  version: rule.version,
  changed_at: rule.updated_at,
  changed_by: rule.updated_by,
  change: rule.change,
  body: rule.body,
});

/** Keeps a version for the history; it is there once, however often this runs. */
export async function keepVersion(ctx: TenantContext, store: RuleStore, rule: Omit<RuleDocument, 'tenant_id'>): Promise<void> {
  await store.versions.updateOne(ctx, { _id: `${rule._id}:${rule.version}` }, { $setOnInsert: versionOf(rule) }, { upsert: true });
}

/** Tells every process that rules changed. Called after the change: a crash before it is made up for by the regular reading. */
export async function bumpRevision(ctx: TenantContext, store: RuleStore): Promise<void> {
  await store.states.updateOne(
    ctx,
    { _id: ctx.tenantId },
    { $inc: { revision: 1 }, $setOnInsert: { seeded_keys: [], exceptions: [] } },
    { upsert: true },
  );
}

const isDuplicate = (error: unknown): boolean => error instanceof MongoServerError && error.code === 11_000;
const nameTaken = (name: string): DomainError =>
  new DomainError('conflict', `There is a rule named "${name}" already. Choose another name or change that one.`);

/** @throws DomainError conflict when the name is taken */
export async function insertRule(ctx: TenantContext, store: RuleStore, rule: Omit<RuleDocument, 'tenant_id'>): Promise<void> {
  try {
    await store.rules.insertOne(ctx, rule);
  } catch (error) {
    throw isDuplicate(error) ? nameTaken(rule.body.name) : error;
  }
  await bumpRevision(ctx, store);
}

/**
 * Writes a new version over the one that was read; the old one goes to the history first, so that no crash loses it.
 * @throws DomainError conflict when somebody else changed the rule meanwhile, or the name is taken
 */
export async function replaceVersion(ctx: TenantContext, store: RuleStore, before: RuleDocument, after: RuleDocument): Promise<void> {
  await keepVersion(ctx, store, before);
  const { _id, tenant_id: _tenant, ...fields } = after;
  try {
    const { matchedCount } = await store.rules.updateOne(ctx, { _id, version: before.version }, { $set: fields });
    if (matchedCount === 0)
      throw new DomainError('conflict', 'Somebody changed this rule meanwhile. Load it again and repeat your change.');
  } catch (error) {
    throw isDuplicate(error) ? nameTaken(after.body.name) : error;
  }
  await bumpRevision(ctx, store);
}
