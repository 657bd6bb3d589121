import { DomainError } from '@aoc/contracts';
import type { ReadContext, TenantContext } from '@aoc/server/context';
import { conditions, type ScopedFilter } from '@aoc/server/mongo';
import { isProvider, providerScope } from './provider-scope';
import type { ProviderRuleStateDocument, RuleDocument, RuleVersionDocument } from './rule.schema';
import type { RuleStore } from './rule.repository';

/** A rule of the provider as one tenant has it: with the tenant's exceptions, and without a word of other tenants. */
export interface LocalRule {
  rule: RuleDocument;
  /** ids of the exceptions that the provider gave all its tenants */
  providerExceptions: readonly string[];
}

/** Rules, or versions of them, that run for the tenants of the context. */
const concerning = <T>({ tenants }: ReadContext): ScopedFilter<T> => conditions({ 'body.tenants': { $in: ['all', ...tenants] } });
/** The tenants of the context, where a list of the provider names them. */
const onlyOwn = <T extends { body: RuleDocument['body'] }>({ tenants }: ReadContext, row: T): T =>
  row.body.tenants === 'all' ? row : { ...row, body: { ...row.body, tenants: [...tenants] } };

function localRule(ctx: ReadContext, rule: RuleDocument, state: ProviderRuleStateDocument | undefined): LocalRule {
  const { body } = onlyOwn(ctx, rule);
  return {
    rule: {
      ...rule,
      body: { ...body, exceptions: [...body.exceptions, ...(state?.exceptions ?? [])] },
      failing: state?.failing?.version === rule.version ? state.failing.why : null,
    },
    providerExceptions: body.exceptions.map(({ id }) => id),
  };
}

/** Rules of the provider that run for the tenants of the context. */
export async function localRules(ctx: ReadContext, store: RuleStore, filter: ScopedFilter<RuleDocument> = {}): Promise<LocalRule[]> {
  if (isProvider(ctx)) return [];
  const [rules, states] = await Promise.all([
    store.rules.find(providerScope(ctx), { ...concerning<RuleDocument>(ctx), ...filter }).toArray(),
    store.providerStates.find(ctx, {}).toArray(),
  ]);
  const byRule = new Map(states.map((state) => [state.rule_id, state]));
  return rules.map((rule) => localRule(ctx, rule, byRule.get(rule._id)));
}

/** @returns null when the provider has no such rule, or it does not run for the tenants of the context */
export async function findLocalRule(ctx: ReadContext, store: RuleStore, id: string): Promise<LocalRule | null> {
  if (isProvider(ctx)) return null;
  const [rule, state] = await Promise.all([
    store.rules.findOne(providerScope(ctx), { ...concerning<RuleDocument>(ctx), _id: id }),
    store.providerStates.findOne(ctx, { rule_id: id }),
  ]);
  return rule && localRule(ctx, rule, state ?? undefined);
}

/** A rule of the provider as its history has it: without the tenant's exceptions, which are not part of it. */
export async function currentVersion(ctx: ReadContext, store: RuleStore, id: string): Promise<RuleDocument | null> {
  const local = await findLocalRule(ctx, store, id);
  if (!local) return null;
  const exceptions = local.rule.body.exceptions.filter((exception) => local.providerExceptions.includes(exception.id));
  return { ...local.rule, body: { ...local.rule.body, exceptions } };
}

/** Versions of a rule of the provider from the times when it ran for the tenants of the context, newest first. */
export async function localVersions(ctx: ReadContext, store: RuleStore, id: string, limit: number): Promise<RuleVersionDocument[]> {
  if (isProvider(ctx)) return [];
  const filter = { ...concerning<RuleVersionDocument>(ctx), rule_id: id };
  const rows = await store.versions.find(providerScope(ctx), filter, { sort: { version: -1 }, limit }).toArray();
  return rows.map((row) => onlyOwn(ctx, row));
}

/** @throws DomainError forbidden that says what to do instead, when the rule is of the provider */
export async function refuseProviderRule(ctx: TenantContext, store: RuleStore, id: string): Promise<void> {
  if (!(await findLocalRule(ctx, store, id))) return;
  const own = 'This rule is of the provider, so it is not changed here.';
  throw new DomainError(
    'forbidden',
    ctx.role === 'msp_admin'
      ? `${own} Change it for all its tenants under /api/provider/rules/${id}, or add an exception for this tenant.`
      : `${own} Add an exception to have it pass over something in this tenant, or ask your provider.`,
  );
}
