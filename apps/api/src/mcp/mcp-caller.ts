import type { TenantContext } from '@aoc/server/context';
import type { Principal } from '@aoc/server/identity';
import type { FastifyRequest } from 'fastify';

/** Who sent a message, with the rights that they have at that moment. */
export interface McpCaller {
  ctx: TenantContext;
  principal: Principal;
  /** Address that the message came from. */
  address: string;
}

const callers = new WeakMap<Request, McpCaller>();

/**
 * The request in the form that the protocol's library takes. The library hands it on to the handlers, which find by it who calls: rights
 * never go through headers or sessions.
 */
export function webRequestOf({ raw, headers, method }: FastifyRequest, caller: McpCaller, signal?: AbortSignal): Request {
  const named = Object.entries(headers).flatMap(([name, value]) => [value ?? []].flat().map((one): [string, string] => [name, one]));
  // The credential has done its work.
  const shown = named.filter(([name]) => name !== 'authorization' && name !== 'cookie');
  const request = new Request(new URL(raw.url?.split('?')[0] ?? '/', 'http://localhost'), {
    method,
    headers: shown,
    ...(signal ? { signal } : {}),
  });
  callers.set(request, caller);
  return request;
}

/** @throws Error for a request that did not come through the access guard */
export function callerOf(request: Request | undefined): McpCaller {
  const caller = request && callers.get(request);
  if (!caller) throw new Error('a message of MCP without a caller');
  return caller;
}
