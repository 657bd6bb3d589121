import { DomainError, tenantIdSchema, type RouteContract, type TenantId } from '@aoc/contracts';
import type { Config } from '@aoc/server/config';
import { NO_PRIVACY_LIMITS, requestContext, type Clock, type PrivacyPolicy, type TenantContext } from '@aoc/server/context';
import type { Principal } from '@aoc/server/identity';

/** Without sign-in there is one local operator, who may do everything in the one tenant. */
export const localOperator = (tenantId: TenantId): Principal => ({
  signIn: 'none',
  id: 'local-operator',
  display: 'Local operator',
  username: 'local-operator',
  role: 'admin',
  // Nobody is signed in, so nobody holds one of PRIVACY_SERVICE_ROLES.
  privacyRole: false,
  home: tenantId,
  tenants: [tenantId],
});

interface Wanted {
  principal: Principal;
  /** The X-AOC-Tenant header. */
  tenant: string | string[] | undefined;
  contract: RouteContract;
  own: TenantId;
  requestId: string;
  clock: Clock;
}

const privacyOf = (config: Config, { privacyRole }: Principal): PrivacyPolicy =>
  privacyRole ? NO_PRIVACY_LIMITS : { hiddenServices: config.PRIVACY_SERVICES, hiddenOperations: config.PRIVACY_SENSITIVE_OPERATIONS };

/**
 * The context of a request: who asks, in which tenant. A tenant that the caller may not see is answered like one that does not exist.
 * @throws DomainError bad_request, not_found
 */
export function contextOf(config: Config, { principal, tenant: wanted, contract, own, requestId, clock }: Wanted): TenantContext {
  const home = principal.home ?? own;
  const errors = [{ path: 'header.x-aoc-tenant', message: 'not a tenant of this caller' }];
  const context = (tenantId: TenantId) =>
    requestContext({
      tenantId,
      actor: { id: principal.id, display: principal.display },
      role: principal.role,
      privacy: privacyOf(config, principal),
      requestId,
      clock,
    });
  if (wanted === undefined) return context(home);
  if (wanted === '*') {
    // The one tenant of this installation is all of them.
    if (contract.method === 'get' && contract.role === 'viewer') return context(home);
    throw new DomainError('bad_request', 'X-AOC-Tenant: * is for reading only; name one tenant to change something.', { errors });
  }
  const named = tenantIdSchema.safeParse(wanted);
  if (!named.success) throw new DomainError('bad_request', 'X-AOC-Tenant must be a tenant id (GUID in lower case) or *.', { errors });
  const mayName = named.data === own && (principal.tenants === 'all' || principal.tenants.includes(named.data));
  if (!mayName) throw new DomainError('not_found', 'There is no such tenant here: this installation collects one tenant.', { errors });
  return context(named.data);
}
