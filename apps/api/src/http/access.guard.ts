import { DomainError, type RouteContract } from '@aoc/contracts';
import { CredentialRefused, holdsRole, notSignedIn, type Principal } from '@aoc/server/identity';
import { configuredTenant } from '@aoc/server/tenants';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DEPENDENCIES, type ApiDependencies } from '../app/dependencies';
import { callerParts, contextOf, localOperator } from './caller';
import { whileDatabaseAnswers } from './database-watch.interceptor';
import { CONTRACT } from './endpoint';
import { parseQueryString } from './query-string';
import { RateLimits } from './rate-limits';
import { Tickets } from './tickets';

const BEARER = /^Bearer +(\S+)$/i;

/** Decides who calls and whether that role may use the route. A handler without a contract is refused. */
@Injectable()
export class AccessGuard implements CanActivate {
  private readonly tenantId;
  private readonly tickets;
  private readonly parts;

  constructor(
    private readonly reflector: Reflector,
    @Inject(DEPENDENCIES) private readonly deps: ApiDependencies,
    @Inject(RateLimits) private readonly limits: RateLimits,
  ) {
    this.tenantId = configuredTenant(deps.config).id;
    this.tickets = new Tickets(deps);
    this.parts = callerParts(deps);
  }

  async canActivate(host: ExecutionContext): Promise<boolean> {
    const contract = this.reflector.get<RouteContract | undefined>(CONTRACT, host.getHandler());
    if (!contract) throw new DomainError('forbidden', 'This address declares no role, so nobody may use it.');
    if (contract.role === 'public') return true;
    if ((contract.tag === 'ask' || contract.tag === 'mcp') && !this.deps.config.AI_FEATURES_ENABLED)
      throw new DomainError('not_found', 'Questions, explanations and MCP are switched off here (AI_FEATURES_ENABLED is false).');
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const { principal, tenant } = await this.callerOf(request, contract, host.switchToHttp().getResponse<FastifyReply>());
    request.principal = principal;
    // Before the role is looked at, so that the audit trail knows whom this refuses.
    const context = contextOf(this.parts, { principal, tenant, contract, requestId: request.id });
    request.caller = await whileDatabaseAnswers(this.deps.connection, context);
    if (!holdsRole(principal.role, contract.role))
      throw new DomainError(
        'forbidden',
        `This needs the role ${contract.role}, and you have the role ${principal.role}. Ask an administrator of AOC for it.`,
      );
    if (contract.provider) this.deps.registry.requireMultiTenant();
    await this.limits.take({ principal, tenantId: request.caller.tenantId, address: request.ip }, contract);
    return true;
  }

  private async callerOf(request: FastifyRequest, contract: RouteContract, reply: FastifyReply) {
    const tenant = request.headers['x-aoc-tenant'];
    if (!this.deps.config.AUTH_ENABLED) return { principal: localOperator(this.tenantId), tenant };
    const header = request.headers.authorization;
    const ticket = contract.ticket && header === undefined ? parseQueryString(request.raw.url ?? '').ticket : undefined;
    try {
      if (ticket !== undefined) return await this.tickets.take(ticket, contract);
      return { principal: await this.bearer(header), tenant };
    } catch (error) {
      if (!(error instanceof CredentialRefused)) throw error;
      // The reason helps operators; told to the caller it would help an attacker.
      this.deps.metrics.refusedCredentials.inc({ reason: error.reason });
      request.log.warn({ reason: error.reason }, 'credential refused');
      void reply.header('WWW-Authenticate', 'Bearer realm="aoc", error="invalid_token"');
      throw notSignedIn(ticket === undefined ? 'credential' : 'ticket');
    } finally {
      if (header === undefined) void reply.header('WWW-Authenticate', 'Bearer realm="aoc"');
    }
  }

  private async bearer(header: string | undefined): Promise<Principal> {
    if (header === undefined) throw notSignedIn('nothing');
    const credential = BEARER.exec(header)?.[1];
    if (credential === undefined) throw new CredentialRefused('malformed');
    return this.deps.authenticator.authenticate(credential);
  }
}
