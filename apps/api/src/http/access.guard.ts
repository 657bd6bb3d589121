import { DomainError, tenantIdSchema, type RouteContract, type RouteRole } from '@aoc/contracts';
import { requestContext, type PrivacyPolicy, type TenantContext } from '@aoc/server/context';
import { configuredTenant } from '@aoc/server/tenants';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { DEPENDENCIES, type ApiDependencies } from '../app/dependencies';
import { CONTRACT } from './endpoint';

const RANK: Readonly<Record<RouteRole, number>> = { public: 0, viewer: 1, analyst: 2, admin: 3, msp_admin: 4 };
/** Without sign-in there is one local operator, who may do everything in the one tenant. */
const OPERATOR = { id: 'local-operator', display: 'Local operator', role: 'admin' } as const;

/** Decides who calls and whether that role may use the route. A handler without a contract is refused. */
@Injectable()
export class AccessGuard implements CanActivate {
  private readonly tenantId;
  private readonly privacy: PrivacyPolicy;

  constructor(
    private readonly reflector: Reflector,
    @Inject(DEPENDENCIES) private readonly deps: ApiDependencies,
  ) {
    this.tenantId = configuredTenant(deps.config).id;
    // Nobody is signed in, so nobody holds one of PRIVACY_SERVICE_ROLES.
    this.privacy = { hiddenServices: deps.config.PRIVACY_SERVICES, hiddenOperations: deps.config.PRIVACY_SENSITIVE_OPERATIONS };
  }

  canActivate(host: ExecutionContext): boolean {
    const contract = this.reflector.get<RouteContract | undefined>(CONTRACT, host.getHandler());
    if (!contract) throw new DomainError('forbidden', 'This address declares no role, so nobody may use it.');
    if (contract.role === 'public') return true;
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    if (RANK[OPERATOR.role] < RANK[contract.role]) throw new DomainError('forbidden', `This needs the role ${contract.role}.`);
    request.caller = this.callerOf(request, contract);
    return true;
  }

  private callerOf(request: FastifyRequest, contract: RouteContract): TenantContext {
    this.checkTenant(request.headers['x-aoc-tenant'], contract);
    const { role, ...actor } = OPERATOR;
    return requestContext({ tenantId: this.tenantId, actor, role, privacy: this.privacy, requestId: request.id, clock: this.deps.clock });
  }

  /** This version serves one tenant: its own id and, for reading, `*` are the only values that make sense. */
  private checkTenant(wanted: string | string[] | undefined, contract: RouteContract): void {
    if (wanted === undefined || wanted === this.tenantId) return;
    const errors = [{ path: 'header.x-aoc-tenant', message: 'not the tenant of this installation' }];
    if (wanted === '*') {
      if (contract.method === 'get' && contract.role === 'viewer') return;
      throw new DomainError('bad_request', 'X-AOC-Tenant: * is for reading only; name one tenant to change something.', { errors });
    }
    if (!tenantIdSchema.safeParse(wanted).success)
      throw new DomainError('bad_request', 'X-AOC-Tenant must be a tenant id (GUID in lower case) or *.', { errors });
    throw new DomainError('not_found', 'There is no such tenant here: this installation collects one tenant.', { errors });
  }
}
