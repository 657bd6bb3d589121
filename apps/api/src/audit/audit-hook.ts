import { allRoutes, isAudited, type RouteContract } from '@aoc/contracts';
import { configuredTenant } from '@aoc/server/tenants';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import type { ApiDependencies } from '../app/dependencies';
import { PROBLEM_TYPE, toProblem } from '../http/problem';
import { auditEntry } from './audit-entry';
import { auditAway, AuditSpool } from './audit-spool';
import { TenantVisits } from './tenant-visits';

const keyOf = (method: string, url: string): string => `${method} ${url}`;
const contracts = new Map(
  Object.values<RouteContract>(allRoutes).flatMap((contract) => {
    const url = contract.path.replace(/\{(\w+)\}/g, ':$1');
    const key = keyOf(contract.method.toUpperCase(), url);
    // The server answers HEAD wherever it answers GET, and does the same for it.
    return contract.method === 'get' ? [[key, contract] as const, [keyOf('HEAD', url), contract] as const] : [[key, contract] as const];
  }),
);

const contractOf = (request: FastifyRequest): RouteContract | undefined =>
  contracts.get(keyOf(request.method, request.routeOptions.url ?? ''));

/**
 * Leaves a row in the audit trail for every call of an audited route whose caller is known, and for the first of any route in a tenant
 * that is not the caller's own, before the answer leaves. This is the one place:
 * also what is refused before or outside of a handler comes by here, and what a handler streams. Calls of tools, of which one request
 * may hold several, write theirs through the same spool.
 */
export function useAudit(server: FastifyInstance, deps: ApiDependencies): AuditSpool {
  const spool = new AuditSpool(deps);
  const visits = new TenantVisits();
  const own = configuredTenant(deps.config).id;
  server.addHook('preHandler', async (request) => {
    const contract = contractOf(request);
    if (contract && isAudited(contract)) spool.assertOpen();
  });
  server.addHook('onSend', async (request, reply, payload) => {
    const contract = contractOf(request);
    const { caller, principal, url, params, body } = request;
    if (!contract || !caller || !principal) return payload;
    const status = reply.statusCode;
    const visit = status < 400 ? visits.begin(caller, principal, own, contract) : null;
    const { tenants } = caller;
    const entries = [
      ...(visit ? [visit] : []),
      ...(isAudited(contract) ? [auditEntry(contract, { url, params, body, tenants, status, answer: payload })] : []),
    ];
    let stored = true;
    for (const entry of entries) stored = (await spool.record(caller, entry)) && stored;
    // A write is done, and its caller must know; what was only to be read is withheld.
    return stored || contract.method !== 'get' || status >= 400 ? payload : withhold(request, reply, payload);
  });
  server.addHook('onClose', () => spool.close());
  return spool;
}

function withhold(request: FastifyRequest, reply: FastifyReply, payload: unknown): string {
  if (payload instanceof Readable) payload.destroy();
  for (const name of ['content-length', 'content-disposition', 'x-aoc-coverage']) void reply.removeHeader(name);
  const problem = toProblem(auditAway(), request.url);
  void reply.code(problem.status).header('Retry-After', '5').header('Content-Type', PROBLEM_TYPE);
  return JSON.stringify(problem);
}
