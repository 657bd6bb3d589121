import type { TenantId } from '@aoc/contracts';

/** What may not be seen of one tenant: events of these services or operations (spec: privacy gating). */
export interface PrivacyPolicy {
  readonly hiddenServices: readonly string[];
  readonly hiddenOperations: readonly string[];
}
export const HIDES_NOTHING: PrivacyPolicy = { hiddenServices: [], hiddenOperations: [] };

/**
 * What a caller may not see: the policy of each tenant of the context, or `none` for who sees everything. Plain data, so that it can be
 * part of a cache's key.
 */
export type PrivacyLimits = 'none' | Readonly<Record<string, PrivacyPolicy>>;
export const NO_PRIVACY_LIMITS: PrivacyLimits = 'none';

interface Limited {
  readonly tenants: readonly TenantId[];
  readonly privacy: PrivacyLimits;
}
interface Subject {
  readonly tenant_id: TenantId;
  readonly service: string;
  readonly operation: string;
}

/** The same policy in each of these tenants. */
export const limitsIn = (tenants: readonly TenantId[], policy: PrivacyPolicy): PrivacyLimits =>
  Object.fromEntries(tenants.map((tenant) => [tenant, policy]));

/** What the caller may not see of one tenant. @throws TypeError for a tenant whose policy nobody looked up */
export function policyIn({ privacy }: Pick<Limited, 'privacy'>, tenant: TenantId): PrivacyPolicy {
  const policy = privacy === 'none' ? HIDES_NOTHING : privacy[tenant];
  if (!policy) throw new TypeError('A context names a tenant without its privacy policy');
  return policy;
}

const hides = ({ hiddenServices, hiddenOperations }: PrivacyPolicy): boolean => hiddenServices.length > 0 || hiddenOperations.length > 0;

/** Whether the caller may not see everything: then counters, which count every event, must not be used. */
export const hasPrivacyLimits = (ctx: Limited): boolean => ctx.tenants.some((tenant) => hides(policyIn(ctx, tenant)));

/** Whether a policy hides what belongs to this service and operation. */
export const isHiddenBy = (policy: PrivacyPolicy, { service, operation }: Pick<Subject, 'service' | 'operation'>): boolean =>
  policy.hiddenServices.includes(service) || policy.hiddenOperations.includes(operation);

/** Whether the caller may see this: it is of their tenants, and no policy hides it. The same limits as every query has. */
export const isVisible = (ctx: Limited, subject: Subject): boolean =>
  ctx.tenants.includes(subject.tenant_id) && !isHiddenBy(policyIn(ctx, subject.tenant_id), subject);

const policyText = ({ hiddenServices, hiddenOperations }: PrivacyPolicy): string =>
  JSON.stringify([[...hiddenServices].sort(), [...hiddenOperations].sort()]);

/** Tenants of the context by what is hidden of them; those of which nothing is hidden are left out. */
export function hiddenTenants(ctx: Limited): { tenants: TenantId[]; policy: PrivacyPolicy }[] {
  const groups = new Map<string, { tenants: TenantId[]; policy: PrivacyPolicy }>();
  for (const tenant of ctx.tenants) {
    const policy = policyIn(ctx, tenant);
    if (!hides(policy)) continue;
    const text = policyText(policy);
    const group = groups.get(text) ?? { tenants: [], policy };
    group.tenants.push(tenant);
    groups.set(text, group);
  }
  return [...groups.values()];
}

/** The same text for callers who may see the same: part of the key of whatever is kept for several callers. */
export const privacyKey = (ctx: Limited): string =>
  JSON.stringify([...ctx.tenants].sort().map((tenant) => [tenant, policyText(policyIn(ctx, tenant))]));
