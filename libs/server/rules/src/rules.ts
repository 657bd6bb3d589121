import { DomainError, type Rule, type RuleBody, type RuleException, type RuleVersion } from '@aoc/contracts';
import type { ReadContext, TenantContext } from '@aoc/server/context';
import { randomBytes } from 'node:crypto';
import { checkRule, nameKey } from './check-rule';
import type { RuleStore } from './rule.repository';
import { toRule, type RuleStats } from './rule-wire';
import type { RuleDocument } from './rule.schema';
import { bumpRevision, insertRule, keepVersion, replaceVersion } from './write-rule.repository';

/** Rules of one tenant. */
const MAX_RULES = 5000;

export const newRuleId = (): string => randomBytes(9).toString('base64url');

/** All rules, by name. */
export async function listRules(ctx: ReadContext, store: RuleStore, stats?: RuleStats): Promise<Rule[]> {
  const rows = await store.rules.find(ctx, {}, { sort: { name_key: 1 }, limit: MAX_RULES }).toArray();
  return rows.map((row) => toRule(row, stats));
}

/** @throws DomainError not_found */
export async function findRule(ctx: ReadContext, store: RuleStore, id: string): Promise<RuleDocument> {
  const row = await store.rules.findOne(ctx, { _id: id });
  if (!row) throw new DomainError('not_found', 'There is no rule with this id.');
  return row;
}

export const getRule = async (ctx: ReadContext, store: RuleStore, id: string, stats?: RuleStats): Promise<Rule> =>
  toRule(await findRule(ctx, store, id), stats);

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

/** @throws DomainError not_found, conflict */
async function change(
  ctx: TenantContext,
  store: RuleStore,
  input: { id: string; version: number | undefined; change: RuleVersion['change'] },
  edit: (body: RuleBody) => RuleBody,
): Promise<Rule> {
  const before = await findRule(ctx, store, input.id);
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

/** What replaces a rule; without `exceptions` those that it has stay, because others than its author answer for them. */
type RuleReplacement = Omit<RuleBody, 'exceptions'> & { exceptions?: RuleBody['exceptions'] | undefined };

/** Writes a rule anew. @throws DomainError bad_request, not_found, conflict */
export async function replaceRule(
  ctx: TenantContext,
  store: RuleStore,
  id: string,
  { version, body }: { version: number | undefined; body: RuleReplacement },
): Promise<Rule> {
  return change(ctx, store, { id, version, change: 'changed' }, (before) => {
    const after = { ...body, exceptions: body.exceptions ?? before.exceptions };
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

/** The owner is whoever adds it. @throws DomainError bad_request, not_found, conflict */
export function addException(
  ctx: TenantContext,
  store: RuleStore,
  id: string,
  exception: Omit<RuleException, 'id' | 'owner'>,
): Promise<Rule> {
  return change(ctx, store, { id, version: undefined, change: 'exceptions' }, (body) => {
    if (body.exceptions.length >= 50)
      throw new DomainError('conflict', 'This rule has 50 exceptions, which is the most. Remove one, or narrow its conditions.');
    const edited = { ...body, exceptions: [...body.exceptions, { ...exception, id: newRuleId(), owner: ctx.actor.display }] };
    checkRule(edited);
    return edited;
  });
}

/** @throws DomainError not_found, conflict */
export function removeException(ctx: TenantContext, store: RuleStore, id: string, exceptionId: string): Promise<Rule> {
  return change(ctx, store, { id, version: undefined, change: 'exceptions' }, (body) => {
    const exceptions = body.exceptions.filter((exception) => exception.id !== exceptionId);
    if (exceptions.length === body.exceptions.length) throw new DomainError('not_found', 'This rule has no exception with this id.');
    return { ...body, exceptions };
  });
}

/** Deletes a rule; its versions and its alerts stay. @throws DomainError not_found */
export async function deleteRule(ctx: TenantContext, store: RuleStore, id: string): Promise<void> {
  const rule = await findRule(ctx, store, id);
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

/** Versions of a rule, newest first; also of a deleted one. @throws DomainError not_found */
export async function ruleHistory(ctx: ReadContext, store: RuleStore, id: string, limit: number): Promise<RuleVersion[]> {
  const [current, older] = await Promise.all([
    store.rules.findOne(ctx, { _id: id }),
    store.versions.find(ctx, { rule_id: id }, { sort: { version: -1 }, limit }).toArray(),
  ]);
  const versions = [
    ...(current
      ? [{ version: current.version, at: current.updated_at, by: current.updated_by, change: current.change, rule: current.body }]
      : []),
    ...older
      .filter((row) => row.version !== current?.version)
      .map((row) => ({ version: row.version, at: row.changed_at, by: row.changed_by, change: row.change, rule: row.body })),
  ];
  if (versions.length === 0) throw new DomainError('not_found', 'There is no rule with this id.');
  return versions.slice(0, limit).map(({ at, by, ...rest }) => ({ ...rest, changed_at: at.toISOString(), changed_by: by }));
}
