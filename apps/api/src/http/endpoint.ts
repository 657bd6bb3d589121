import type { RouteContract } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import type { Principal } from '@aoc/server/identity';
import { createParamDecorator, RequestMapping, RequestMethod, Res, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Answer } from './answer';
import { parseInput } from './input';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls, in which tenant; set by the access guard on routes that are not public. */
    caller?: TenantContext;
    /** The same before a tenant was chosen. */
    principal?: Principal;
  }
}

/** Metadata key of the contract that a handler serves. */
export const CONTRACT = 'aoc:contract';

type Part<R, K extends string> = R extends { [P in K]: infer S extends z.ZodType } ? z.output<S> : undefined;
type BodyOf<Response> = Response extends { schema: infer S extends z.ZodType } ? z.input<S> : string | undefined;

/** What a handler of a route gets: parsed input and, unless the route is public, the context of the caller. */
export interface Call<R extends RouteContract> {
  params: Part<R, 'params'>;
  query: Part<R, 'query'>;
  body: Part<R, 'body'>;
  ctx: R['role'] extends 'public' ? undefined : TenantContext;
  principal: R['role'] extends 'public' ? undefined : Principal;
  request: FastifyRequest;
  reply: FastifyReply;
}
/** Body of any response that the contract names; an {@link Answer} chooses its status, else the first 2xx is sent. */
export type Served<R extends RouteContract> = BodyOf<R['responses'][keyof R['responses']]>;

const METHODS = {
  get: RequestMethod.GET,
  post: RequestMethod.POST,
  put: RequestMethod.PUT,
  patch: RequestMethod.PATCH,
  delete: RequestMethod.DELETE,
};
const CallOf = createParamDecorator((contract: RouteContract, host: ExecutionContext) => {
  const request = host.switchToHttp().getRequest<FastifyRequest>();
  const reply = host.switchToHttp().getResponse<FastifyReply>();
  return { ...parseInput(contract, request), ctx: request.caller, principal: request.principal, request, reply };
});

/** Binds a handler to a route: method, path, status, role, and input parsed by the route's schemas. */
export function Endpoint<const R extends RouteContract>(contract: R) {
  return <H extends (call: Call<R>) => Promise<Served<R> | Answer<Served<R>> | Answer<unknown>>>(
    target: object,
    key: string,
    descriptor: TypedPropertyDescriptor<H>,
  ): void => {
    const handler = descriptor.value;
    if (!handler) throw new TypeError(`@Endpoint stands on ${key}, which is not a method`);
    const status = Number(Object.keys(contract.responses)[0] ?? 200);
    const serve = async function (this: unknown, call: Call<R>, reply: FastifyReply): Promise<void> {
      const result = await handler.call(this, call);
      // An answer that its caller did not wait for has begun, but never ended.
      if (reply.sent || reply.raw.headersSent) return;
      const answer = result instanceof Answer ? result : new Answer(status, result);
      await reply.code(answer.status).send(answer.body);
    };
    const bound: PropertyDescriptor = { value: serve, writable: true, configurable: true };
    Object.defineProperty(descriptor, 'value', bound);
    CallOf(contract)(target, key, 0);
    Res()(target, key, 1);
    RequestMapping({ path: contract.path.replace(/\{(\w+)\}/g, ':$1'), method: METHODS[contract.method] })(target, key, bound);
    SetMetadata(CONTRACT, contract)(target, key, bound);
  };
}
