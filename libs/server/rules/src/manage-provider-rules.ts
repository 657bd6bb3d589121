import { DomainError, type Rule, type RuleBody, type RuleImportReport, type TenantId } from '@aoc/contracts';
import { ruleProblems } from '@aoc/detection';
import { systemContext, type ReadContext, type TenantContext } from '@aoc/server/context';
import { importRules } from './import-rules';
import { forgetLocal } from './provider-rule-state.repository';
import { asProvider, providerScope } from './provider-scope';
import type { RuleStore } from './rule.repository';
import type { RuleStats } from './rule-wire';
import { createRule, deleteRule, getRule, listOwnRules, replaceRule, type NewRule, type RuleReplacement } from './rules';
import { bumpRevision } from './write-rule.repository';

/** What managing the rules of the provider works with: the caller, who must be an msp_admin, and all tenants. */
export interface ProviderCall {
  ctx: TenantContext;
  store: RuleStore;
  /** Of this installation, whether they are fetched or not. */
  tenants: readonly TenantId[];
}

const unknownTenants = ({ tenants = 'all' }: Partial<Pick<RuleBody, 'tenants'>>, known: readonly TenantId[]) =>
  (tenants === 'all' ? [] : tenants).flatMap((tenant, index) =>
    known.includes(tenant) ? [] : [{ place: `tenants[${index}]`, message: 'is no tenant of this installation' }],
  );

/** @throws DomainError bad_request that names each tenant which is not there */
function checkTenants(body: Partial<Pick<RuleBody, 'tenants'>>, known: readonly TenantId[]): void {
  const errors = unknownTenants(body, known).map(({ place, message }) => ({ path: `body.${place}`, message }));
  if (errors.length > 0) throw new DomainError('bad_request', 'The rule names a tenant that is not there.', { errors });
}

/** Why rules of the provider could not be run on records of these tenants, by rule id and version. */
async function failures({ ctx, store, tenants }: ProviderCall): Promise<Map<string, string[]>> {
  const [first, ...others] = tenants;
  if (first === undefined) return new Map();
  const everywhere: ReadContext = { ...ctx, tenants: [first, ...others] };
  const rows = await store.providerStates.find(everywhere, { failing: { $ne: null } }).toArray();
  const found = new Map<string, string[]>();
  for (const { rule_id, failing } of rows) {
    if (!failing) continue;
    const key = `${rule_id}:${failing.version}`;
    found.set(key, [...(found.get(key) ?? []), failing.why]);
  }
  return found;
}

function withFailures(rule: Rule, found: ReadonlyMap<string, readonly string[]>): Rule {
  const why = found.get(`${rule.id}:${rule.version}`) ?? [];
  return why[0] === undefined
    ? rule
    : { ...rule, failing: `${why.length === 1 ? 'in one tenant' : `in ${why.length} tenants`}: ${why[0]}` };
}

/** All rules of the provider, by name; one that fails somewhere says where. */
export async function listProviderRules(call: ProviderCall, stats: RuleStats): Promise<Rule[]> {
  const [rules, found] = await Promise.all([listOwnRules(asProvider(call.ctx), call.store, stats), failures(call)]);
  return rules.map((rule) => withFailures(rule, found));
}

/** @throws DomainError not_found */
export async function getProviderRule(call: ProviderCall, id: string, stats: RuleStats): Promise<Rule> {
  const [rule, found] = await Promise.all([getRule(asProvider(call.ctx), call.store, id, stats), failures(call)]);
  return withFailures(rule, found);
}

/** @throws DomainError bad_request, conflict */
export async function createProviderRule({ ctx, store, tenants }: ProviderCall, input: Pick<NewRule, 'body'>): Promise<Rule> {
  checkTenants(input.body, tenants);
  return createRule(asProvider(ctx), store, { ...input, origin: 'own' });
}

/** @throws DomainError bad_request, not_found, conflict */
export async function replaceProviderRule(
  { ctx, store, tenants }: ProviderCall,
  id: string,
  change: { version: number | undefined; body: RuleReplacement },
): Promise<Rule> {
  checkTenants(change.body, tenants);
  return replaceRule(asProvider(ctx), store, id, change);
}

/** Deletes a rule and what tenants excepted from it; its versions and its alerts stay. @throws DomainError not_found */
export async function deleteProviderRule({ ctx, store, tenants }: ProviderCall, id: string): Promise<void> {
  await deleteRule(asProvider(ctx), store, id);
  for (const tenant of tenants) await forgetLocal(systemContext(tenant, ctx.requestId, ctx.clock), store, id);
}

/**
 * Imports rules for all tenants, unless they name some. Exceptions stay behind: an export of a tenant may except its people by name, which
 * is nothing for other tenants.
 * @throws DomainError bad_request when the document as a whole cannot be read
 */
export const importProviderRules = (
  { ctx, store, tenants }: ProviderCall,
  input: Parameters<typeof importRules>[2],
): Promise<RuleImportReport> =>
  importRules(asProvider(ctx), store, input, {
    problemsOf: (body) => [...ruleProblems(body), ...unknownTenants(body, tenants)],
    takesExceptions: false,
  });

/** Takes a tenant that is erased off the lists of all rules and of their versions; the rules stay. May be repeated. */
export async function leaveProviderRules(ctx: ReadContext, store: RuleStore, tenant: TenantId): Promise<void> {
  const provider = providerScope(ctx);
  const named = { 'body.tenants': tenant };
  await store.rules.updateMany(provider, named, { $pull: named });
  await store.versions.updateMany(provider, named, { $pull: named });
  await bumpRevision(provider, store);
}
