import { allRoutes, isAudited, type RouteContract } from '@aoc/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import type { ApiDependencies } from '../app/dependencies';
import { PROBLEM_TYPE, toProblem } from '../http/problem';
import { auditEntry } from './audit-entry';
import { auditAway, AuditSpool } from './audit-spool';

const keyOf = (method: string, url: string): string => `${method} ${url}`;
const contracts = new Map(
  Object.values<RouteContract>(allRoutes).flatMap((contract) => {
    const url = contract.path.replace(/\{(\w+)\}/g, ':$1');
    const key = keyOf(contract.method.toUpperCase(), url);
    // The server answers HEAD wherever it answers GET, and does the same for it.
    return contract.method === 'get' ? [[key, contract] as const, [keyOf('HEAD', url), contract] as const] : [[key, contract] as const];
  }),
);

function auditedContract(request: FastifyRequest): RouteContract | undefined {
  const contract = contracts.get(keyOf(request.method, request.routeOptions.url ?? ''));
  return contract && isAudited(contract) ? contract : undefined;
}

/**
 * Leaves a row in the audit trail for every call of an audited route whose caller is known, before the answer leaves. This is the one place:
 * also what is refused before or outside of a handler comes by here, and what a handler streams. Calls of tools, of which one request
 * may hold several, write theirs through the same spool.
 */
export function useAudit(server: FastifyInstance, deps: ApiDependencies): AuditSpool {
  const spool = new AuditSpool(deps);
  server.addHook('preHandler', async (request) => {
    if (auditedContract(request)) spool.assertOpen();
  });
  server.addHook('onSend', async (request, reply, payload) => {
    const contract = auditedContract(request);
    if (!contract || !request.caller) return payload;
    const { url, params, body } = request;
    const { tenants } = request.caller;
    const stored = await spool.record(
      request.caller,
      auditEntry(contract, { url, params, body, tenants, status: reply.statusCode, answer: payload }),
    );
    // A write is done, and its caller must know; what was only to be read is withheld.
    return stored || contract.method !== 'get' || reply.statusCode >= 400 ? payload : withhold(request, reply, payload);
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
