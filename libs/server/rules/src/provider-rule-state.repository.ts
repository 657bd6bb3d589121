import { DomainError, noSuch, type RuleException } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import type { LocalRule } from './provider-rules';
import type { RuleStore } from './rule.repository';
import { bumpRevision } from './write-rule.repository';

const MAX_EXCEPTIONS = 50;
const stateId = (ctx: TenantContext, ruleId: string): string => `${ctx.tenantId}:${ruleId}`;

/** Lets a rule of the provider pass over some events of this tenant alone. @throws DomainError conflict when there are too many */
export async function addLocalException(ctx: TenantContext, store: RuleStore, id: string, exception: RuleException): Promise<void> {
  const _id = stateId(ctx, id);
  const fresh = { rule_id: id, exceptions: [], failing: null };
  await store.providerStates.updateOne(ctx, { _id }, { $setOnInsert: fresh }, { upsert: true });
  const full = `exceptions.${MAX_EXCEPTIONS - 1}`;
  const { matchedCount } = await store.providerStates.updateOne(
    ctx,
    { _id, [full]: { $exists: false } },
    { $push: { exceptions: exception }, $set: { failing: null } },
  );
  if (matchedCount === 0)
    throw new DomainError('conflict', 'This rule has 50 exceptions here, which is the most. Remove one, or narrow its conditions.');
  await bumpRevision(ctx, store);
}

/** @throws DomainError forbidden for an exception of the provider, not_found */
export async function removeLocalException(
  ctx: TenantContext,
  store: RuleStore,
  { rule, providerExceptions }: LocalRule,
  exceptionId: string,
): Promise<void> {
  if (providerExceptions.includes(exceptionId))
    throw new DomainError('forbidden', 'The provider made this exception for all its tenants. Ask your provider to remove it.');
  const { matchedCount } = await store.providerStates.updateOne(
    ctx,
    { _id: stateId(ctx, rule._id), 'exceptions.id': exceptionId },
    { $pull: { exceptions: { id: exceptionId } }, $set: { failing: null } },
  );
  if (matchedCount === 0) throw noSuch('exception with this id');
  await bumpRevision(ctx, store);
}

/** Notes that a rule of the provider could not be run on this tenant's records, once per version of it; elsewhere it is none the worse. */
export async function markLocalFailing(
  ctx: TenantContext,
  store: RuleStore,
  id: string,
  failing: { version: number; why: string },
): Promise<void> {
  const _id = stateId(ctx, id);
  const fresh = { rule_id: id, exceptions: [], failing };
  const { upsertedCount } = await store.providerStates.updateOne(ctx, { _id }, { $setOnInsert: fresh }, { upsert: true });
  if (upsertedCount === 0)
    await store.providerStates.updateOne(ctx, { _id, 'failing.version': { $ne: failing.version } }, { $set: { failing } });
}

/** What tenants keep of a rule of the provider that is no more. */
export async function forgetLocal(ctx: TenantContext, store: RuleStore, id: string): Promise<void> {
  await store.providerStates.deleteMany(ctx, { _id: stateId(ctx, id) });
}
