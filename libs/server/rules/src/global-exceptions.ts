import { DomainError, noSuch, ruleBodySchema, type RuleException } from '@aoc/contracts';
import type { ReadContext, TenantContext } from '@aoc/server/context';
import { checkRule } from './check-rule';
import type { RuleStore } from './rule.repository';
import { newRuleId } from './rules';
import { bumpRevision } from './write-rule.repository';

const MAX_EXCEPTIONS = 200;

/** Exceptions that hold for every rule of the tenants. */
export async function listGlobalExceptions(ctx: ReadContext, { states }: RuleStore): Promise<RuleException[]> {
  const rows = await states.find(ctx, {}, { projection: { exceptions: 1 } }).toArray();
  return rows.flatMap(({ exceptions }) => exceptions);
}

/** The owner is whoever adds it. @throws DomainError bad_request when it cannot be asked; conflict when there are too many */
export async function addGlobalException(
  ctx: TenantContext,
  store: RuleStore,
  input: Omit<RuleException, 'id' | 'owner'>,
): Promise<RuleException> {
  const exception = { ...input, id: newRuleId(), owner: ctx.actor.display };
  // Checked as part of a rule that is fine by itself, so that the places of mistakes are those of the request.
  checkRule(ruleBodySchema.parse({ name: 'x', severity: 'low', conditions: exception.conditions }));
  await bumpRevision(ctx, store);
  const full = `exceptions.${MAX_EXCEPTIONS - 1}`;
  const { matchedCount } = await store.states.updateOne(
    ctx,
    { _id: ctx.tenantId, [full]: { $exists: false } },
    { $push: { exceptions: exception }, $inc: { revision: 1 } },
  );
  if (matchedCount === 0)
    throw new DomainError('conflict', `There are ${MAX_EXCEPTIONS} exceptions, which is the most. Remove one, or narrow its conditions.`);
  return exception;
}

/** @throws DomainError not_found */
export async function removeGlobalException(ctx: TenantContext, store: RuleStore, id: string): Promise<void> {
  const { matchedCount } = await store.states.updateOne(
    ctx,
    { _id: ctx.tenantId, 'exceptions.id': id },
    { $pull: { exceptions: { id } }, $inc: { revision: 1 } },
  );
  if (matchedCount === 0) throw noSuch('exception with this id');
}
