import { DomainError, noSuch, type Rule, type RuleBody, type RuleException, type RuleVersion } from '@aoc/contracts';
import type { ReadContext, TenantContext } from '@aoc/server/context';
import { randomBytes } from 'node:crypto';
import { checkRule, nameKey } from './check-rule';
import { addLocalException, removeLocalException } from './provider-rule-state.repository';
import { currentVersion, findLocalRule, localRules, localVersions, refuseProviderRule } from './provider-rules';
import type { RuleStore } from './rule.repository';
import { toLocalRule, toRule, type RuleStats } from './rule-wire';
import type { RuleDocument, RuleVersionDocument } from './rule.schema';
import { bumpRevision, insertRule, keepVersion, replaceVersion } from './write-rule.repository';

/** Rules of one tenant. */
const MAX_RULES = 5000;

export const newRuleId = (): string => randomBytes(9).toString('base64url');

const noSuchRule = (): DomainError => noSuch('rule with this id');

/** The tenant's own rules, by name. */
export async function listOwnRules(ctx: ReadContext, store: RuleStore, stats?: RuleStats): Promise<Rule[]> {
  const rows = await store.rules.find(ctx, {}, { sort: { name_key: 1 }, limit: MAX_RULES }).toArray();
  return rows.map((row) => toRule(row, stats));
}

/** All rules that run for the tenant, its own and the provider's, by name. */
export async function listRules(ctx: ReadContext, store: RuleStore, stats?: RuleStats): Promise<Rule[]> {
  const [own, local] = await Promise.all([listOwnRules(ctx, store, stats), localRules(ctx, store)]);
  if (local.length === 0) return own;
  const all = [...own, ...local.map((one) => toLocalRule(one, stats))];
  return all.sort((a, b) => (nameKey(a.name) < nameKey(b.name) ? -1 : 1));
}

/** A rule of the tenant itself. @throws DomainError not_found; forbidden when it is the provider's */
async function findOwnRule(ctx: TenantContext, store: RuleStore, id: string): Promise<RuleDocument> {
  const row = await store.rules.findOne(ctx, { _id: id });
  if (row) return row;
  await refuseProviderRule(ctx, store, id);
  throw noSuchRule();
}

/** A rule that runs for the tenant, with all its exceptions. @throws DomainError not_found */
export async function findRule(ctx: ReadContext, store: RuleStore, id: string): Promise<RuleDocument> {
  const row = (await store.rules.findOne(ctx, { _id: id })) ?? (await findLocalRule(ctx, store, id))?.rule;
  if (!row) throw noSuchRule();
  return row;
}

/** @throws DomainError not_found */
export async function getRule(ctx: ReadContext, store: RuleStore, id: string, stats?: RuleStats): Promise<Rule> {
  const row = await store.rules.findOne(ctx, { _id: id });
  if (row) return toRule(row, stats);
  const local = await findLocalRule(ctx, store, id);
  if (!local) throw noSuchRule();
  return toLocalRule(local, stats);
}

/** What is new about a rule that is about to be stored. */
export interface NewRule {
  body: RuleBody;
  origin: RuleDocument['origin'];
  key?: string;
  id?: string;
}

export const newRule = (ctx: TenantContext, { body, origin, key, id }: NewRule): Omit<RuleDocument, 'tenant_id'> => ({
  _id: id ?? newRuleId(),
  name_key: nameKey(body.name),
  body,
  origin,
  key: key ?? null,
  version: 1,
  change: 'created',
  created_at: ctx.clock.now(),
  updated_at: ctx.clock.now(),
  updated_by: ctx.actor.display,
  failing: null,
});

/** @throws DomainError bad_request when it cannot run, conflict when the name is taken or there are too many rules */
export async function createRule(ctx: TenantContext, store: RuleStore, input: NewRule): Promise<Rule> {
  checkRule(input.body);
  if ((await store.rules.count(ctx, {}, MAX_RULES)) >= MAX_RULES)
    throw new DomainError('conflict', `This tenant has ${MAX_RULES} rules, which is the most. Delete some first.`);
  const rule = newRule(ctx, input);
  await insertRule(ctx, store, rule);
  return toRule({ ...rule, tenant_id: ctx.tenantId });
}

/** @throws DomainError forbidden, not_found, conflict */
async function change(
  ctx: TenantContext,
  store: RuleStore,
  input: { id: string; version: number | undefined; change: RuleVersion['change'] },
  edit: (body: RuleBody) => RuleBody,
): Promise<Rule> {
  const before = await findOwnRule(ctx, store, input.id);
  if (input.version !== undefined && input.version !== before.version)
    throw new DomainError(
      'conflict',
      `The rule has version ${before.version} by now, changed by ${before.updated_by}. Load it again and repeat your change.`,
    );
  const body = edit(before.body);
  const after: RuleDocument = {
    ...before,
    body,
    name_key: nameKey(body.name),
    version: before.version + 1,
    change: input.change,
    updated_at: ctx.clock.now(),
    updated_by: ctx.actor.display,
    failing: null,
  };
  await replaceVersion(ctx, store, before, after);
  return toRule(after);
}

/**
 * What replaces a rule; without `exceptions` those that it has stay, because others than its author answer for them, and without `tenants`
 * it runs where it ran, because nobody means all tenants by saying nothing.
 */
export type RuleReplacement = Omit<RuleBody, 'exceptions' | 'tenants'> & {
  exceptions?: RuleBody['exceptions'] | undefined;
  tenants?: RuleBody['tenants'] | undefined;
};

/** Writes a rule anew. @throws DomainError bad_request, not_found, conflict */
export async function replaceRule(
  ctx: TenantContext,
  store: RuleStore,
  id: string,
  { version, body }: { version: number | undefined; body: RuleReplacement },
): Promise<Rule> {
  return change(ctx, store, { id, version, change: 'changed' }, (before) => {
    const after = { ...body, exceptions: body.exceptions ?? before.exceptions, tenants: body.tenants ?? before.tenants };
    checkRule(after);
    return after;
  });
}

/** @throws DomainError not_found, conflict */
export const enableRule = (
  ctx: TenantContext,
  store: RuleStore,
  id: string,
  { version, enabled }: { version: number | undefined; enabled: boolean },
): Promise<Rule> => change(ctx, store, { id, version, change: enabled ? 'enabled' : 'disabled' }, (body) => ({ ...body, enabled }));

/** The owner is whoever adds it. Of a rule of the provider it is this tenant's alone. @throws DomainError bad_request, not_found, conflict */
export async function addException(
  ctx: TenantContext,
  store: RuleStore,
  id: string,
  input: Omit<RuleException, 'id' | 'owner'>,
): Promise<Rule> {
  const exception = { ...input, id: newRuleId(), owner: ctx.actor.display };
  const local = await findLocalRule(ctx, store, id);
  if (local) {
    checkRule({ ...local.rule.body, exceptions: [exception] });
    await addLocalException(ctx, store, id, exception);
    return getRule(ctx, store, id);
  }
  return change(ctx, store, { id, version: undefined, change: 'exceptions' }, (body) => {
    if (body.exceptions.length >= 50)
      throw new DomainError('conflict', 'This rule has 50 exceptions, which is the most. Remove one, or narrow its conditions.');
    const edited = { ...body, exceptions: [...body.exceptions, exception] };
    checkRule(edited);
    return edited;
  });
}

/** @throws DomainError forbidden, not_found, conflict */
export async function removeException(ctx: TenantContext, store: RuleStore, id: string, exceptionId: string): Promise<Rule> {
  const local = await findLocalRule(ctx, store, id);
  if (local) {
    await removeLocalException(ctx, store, local, exceptionId);
    return getRule(ctx, store, id);
  }
  return change(ctx, store, { id, version: undefined, change: 'exceptions' }, (body) => {
    const exceptions = body.exceptions.filter((exception) => exception.id !== exceptionId);
    if (exceptions.length === body.exceptions.length) throw noSuch('exception with this id');
    return { ...body, exceptions };
  });
}

/** Deletes a rule; its versions and its alerts stay. @throws DomainError forbidden, not_found */
export async function deleteRule(ctx: TenantContext, store: RuleStore, id: string): Promise<void> {
  const rule = await findOwnRule(ctx, store, id);
  await keepVersion(ctx, store, rule);
  const last: RuleDocument = {
    ...rule,
    version: rule.version + 1,
    change: 'deleted',
    updated_at: ctx.clock.now(),
    updated_by: ctx.actor.display,
  };
  await keepVersion(ctx, store, last);
  await store.rules.deleteMany(ctx, { _id: id });
  await bumpRevision(ctx, store);
}

/** The rule as it is, unless it was deleted, and its versions, newest first. */
async function versionsOf(
  ctx: ReadContext,
  store: RuleStore,
  id: string,
  limit: number,
): Promise<[RuleDocument | null, RuleVersionDocument[]]> {
  const [current, older] = await Promise.all([
    store.rules.findOne(ctx, { _id: id }),
    store.versions.find(ctx, { rule_id: id }, { sort: { version: -1 }, limit }).toArray(),
  ]);
  if (current || older.length > 0) return [current, older];
  return Promise.all([currentVersion(ctx, store, id), localVersions(ctx, store, id, limit)]);
}

/** Versions of a rule, newest first; also of a deleted one. @throws DomainError not_found */
export async function ruleHistory(ctx: ReadContext, store: RuleStore, id: string, limit: number): Promise<RuleVersion[]> {
  const [current, older] = await versionsOf(ctx, store, id, limit);
  const versions = [
    ...(current
      ? [{ version: current.version, at: current.updated_at, by: current.updated_by, change: current.change, rule: current.body }]
      : []),
    ...older
      .filter((row) => row.version !== current?.version)
      .map((row) => ({ version: row.version, at: row.changed_at, by: row.changed_by, change: row.change, rule: row.body })),
  ];
  if (versions.length === 0) throw noSuchRule();
  return versions.slice(0, limit).map(({ at, by, ...rest }) => ({ ...rest, changed_at: at.toISOString(), changed_by: by }));
}
