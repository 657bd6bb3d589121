import { DomainError, tenantIdSchema, type RouteContract, type TenantId } from '@aoc/contracts';
import { HIDES_NOTHING, requestContext, type Clock, type PrivacyLimits, type TenantContext } from '@aoc/server/context';
import { holdsRole, seesHidden, type Principal } from '@aoc/server/identity';
import { configuredTenant, type TenantPrivacy, type TenantRegistry, type TenantRepository } from '@aoc/server/tenants';
import type { ApiDependencies } from '../app/dependencies';

/** Without sign-in there is one local operator, who may do everything in the one tenant. */
export const localOperator = (tenantId: TenantId): Principal => ({
  signIn: 'none',
  id: 'local-operator',
  display: 'Local operator',
  username: 'local-operator',
  role: 'admin',
  // Nobody is signed in, so nobody holds a privacy role.
  held: [],
  seesHiddenOf: [],
  home: tenantId,
  tenants: [tenantId],
  until: null,
});

interface Parts {
  tenants: Pick<TenantRepository, 'find' | 'names'>;
  /** Tenant of the environment. */
  own: TenantId;
  registry: Pick<TenantRegistry, 'isMultiTenant' | 'requireMultiTenant' | 'privacy'>;
  clock: Clock;
}
/** What choosing a tenant works with. */
export const callerParts = ({ config, tenants, registry, clock }: ApiDependencies): Parts => ({
  tenants,
  own: configuredTenant(config).id,
  registry,
  clock,
});
interface Wanted {
  principal: Principal;
  /** The X-AOC-Tenant header. */
  tenant: string | string[] | undefined;
  contract: RouteContract;
  requestId: string;
}

/** What somebody may not see of these tenants just now, each by its own settings. */
export async function privacyLimitsOf(privacy: TenantPrivacy, principal: Principal, tenants: readonly TenantId[]): Promise<PrivacyLimits> {
  const settings = await privacy.of(tenants);
  return Object.fromEntries(
    [...settings].map(([id, { policy, roles }]) => [id, seesHidden(principal, id, roles) ? HIDES_NOTHING : policy]),
  );
}

const KINDS = { none: 'local', entra: 'user', api_key: 'api_key' } as const;

/** Tenants that a caller may name, by id. */
export async function tenantsOf(parts: Parts, principal: Principal): Promise<{ id: TenantId; name: string }[]> {
  const known = await parts.tenants.names();
  return known.filter(({ id }) => mayName(principal, id) && (id === parts.own || parts.registry.isMultiTenant()));
}

const mayName = ({ tenants }: Principal, id: TenantId): boolean => tenants === 'all' || tenants.includes(id);

/**
 * The context of a request: who asks, in which tenant. A tenant that the caller may not see is answered like one that does not exist.
 * @throws DomainError bad_request, not_found, payment_required
 */
export async function contextOf(parts: Parts, { principal, tenant: wanted, contract, requestId }: Wanted): Promise<TenantContext> {
  const { own, clock, registry } = parts;
  const home = principal.home ?? own;
  const context = async (tenantId: TenantId, others: readonly TenantId[] = []): Promise<TenantContext> => {
    if (tenantId !== own) registry.requireMultiTenant();
    const ctx = requestContext({
      tenantId,
      actor: { id: principal.id, display: principal.display, kind: KINDS[principal.signIn] },
      role: principal.role,
      privacy: await privacyLimitsOf(registry.privacy, principal, [tenantId, ...others]),
      requestId,
      clock,
    });
    return { ...ctx, tenants: [tenantId, ...others] };
  };
  // Not one tenant's. Who may not do it is refused in the tenant that they are of.
  if (contract.provider) return holdsRole(principal.role, contract.role) ? context(own) : context(home);
  if (wanted === undefined) return context(home);
  const errors = [{ path: 'header.x-aoc-tenant', message: 'not a tenant of this caller' }];
  if (wanted === '*') {
    const one = [{ path: 'header.x-aoc-tenant', message: 'must be the id of one tenant here' }];
    if ((contract.method !== 'get' && !contract.crossTenant) || contract.role !== 'viewer')
      throw new DomainError('bad_request', 'X-AOC-Tenant: * is for reading only; name one tenant to change something.', { errors: one });
    const others = (await tenantsOf(parts, principal)).map(({ id }) => id).filter((id) => id !== home);
    if (others.length > 0 && !contract.crossTenant)
      throw new DomainError('bad_request', 'This is kept per tenant: name one in X-AOC-Tenant.', { errors: one });
    return context(home, others);
  }
  const named = tenantIdSchema.safeParse(wanted);
  if (!named.success) throw new DomainError('bad_request', 'X-AOC-Tenant must be a tenant id (GUID in lower case) or *.', { errors });
  if (named.data === home) return context(home);
  if (!mayName(principal, named.data) || !(await parts.tenants.find(named.data)))
    throw new DomainError('not_found', 'There is no such tenant here, or you may not see it. /api/me lists those that you may.', {
      errors,
    });
  return context(named.data);
}
