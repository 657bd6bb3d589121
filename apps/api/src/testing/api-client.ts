import { problemSchema, responsesOf, type Problem, type RouteContract } from '@aoc/contracts';
import type { z } from 'zod';

type Values = Record<string, string | number | readonly string[] | undefined>;

export interface CallInput {
  params?: Record<string, string>;
  query?: Values;
  /** Sent as JSON, unless it is a string, bytes or a form, which go as they are. */
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Reply<T = unknown> {
  status: number;
  headers: Headers;
  body: T;
  text: string;
}

/** The schema of the first response, which is the usual one. */
type Usual<R extends RouteContract> = R['responses'][200] extends { schema: infer S extends z.ZodType }
  ? z.output<S>
  : R['responses'][201] extends { schema: infer S extends z.ZodType }
    ? z.output<S>
    : string;

export interface ApiClient {
  /** Calls a route; the answer is checked against its contract whatever its status. */
  call(contract: RouteContract, input?: CallInput): Promise<Reply>;
  /** Calls a route that must succeed. @returns the body */
  ok<R extends RouteContract>(contract: R, input?: CallInput): Promise<Usual<R>>;
  /** Calls a route that must answer this problem. */
  problem(contract: RouteContract, status: number, input?: CallInput): Promise<Problem>;
  raw(path: string, init?: RequestInit): Promise<Reply>;
}

function address(url: string, contract: RouteContract, { params = {}, query = {} }: CallInput): string {
  const path = contract.path.replace(/\{(\w+)\}/g, (_match, name: string) => encodeURIComponent(params[name] ?? `no-${name}`));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const item of Array.isArray(value) ? value : value === undefined ? [] : [value]) search.append(name, String(item));
  return `${url}${path}${search.size > 0 ? `?${search}` : ''}`;
}

const isSentAsIs = (body: unknown): body is string | Uint8Array<ArrayBuffer> | FormData =>
  typeof body === 'string' || body instanceof Uint8Array || body instanceof FormData;

async function toReply(response: Response): Promise<Reply> {
  const text = await response.text();
  const json = /[/+]json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, text, body: json ? JSON.parse(text) : text };
}

/** Fails unless the answer is one that the contract describes, to the last field. */
export function expectContract(contract: RouteContract, reply: Reply): void {
  const described = responsesOf(contract)[reply.status];
  const type = reply.headers.get('content-type') ?? '';
  const name = `${contract.operationId} ${reply.status}`;
  expect([name, reply.headers.get('x-request-id')]).toEqual([name, expect.stringMatching(/^[A-Za-z0-9._-]+$/)]);
  if (!described) throw new Error(`${contract.operationId} answered ${reply.status}, which its contract does not name: ${reply.text}`);
  if (!described.schema) {
    const types = [described.contentType ?? ''].flat();
    expect([name, types.some((known) => type.includes(known)), type]).toEqual([name, true, type]);
    return;
  }
  const parsed = described.schema.safeParse(reply.body);
  if (!parsed.success) throw new Error(`${name} does not follow its contract: ${parsed.error.message}\n${reply.text.slice(0, 2000)}`);
  // Schemas drop fields that they do not know: whatever is dropped was not described.
  expect([name, parsed.data]).toEqual([name, reply.body]);
  expect([name, type]).toEqual([
    name,
    expect.stringMatching(described.schema === problemSchema ? /^application\/problem\+json/ : /^application\/json/),
  ]);
}

export function apiClient(url: string): ApiClient {
  const call = async (contract: RouteContract, input: CallInput = {}): Promise<Reply> => {
    const { body, headers } = input;
    const json = body !== undefined && !isSentAsIs(body);
    const response = await fetch(address(url, contract, input), {
      method: contract.method.toUpperCase(),
      headers: { ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: json ? JSON.stringify(body) : body }),
    });
    const reply = await toReply(response);
    expectContract(contract, reply);
    return reply;
  };
  return {
    call,
    async ok(contract, input) {
      const reply = await call(contract, input);
      if (reply.status >= 300) throw new Error(`${contract.operationId} answered ${reply.status}: ${reply.text}`);
      // expectContract has compared it with the schema that gives this type.
      return JSON.parse(JSON.stringify(reply.body));
    },
    async problem(contract, status, input) {
      const reply = await call(contract, input);
      expect([contract.operationId, reply.status, reply.text]).toEqual([contract.operationId, status, reply.text]);
      return problemSchema.parse(reply.body);
    },
    raw: async (path, init) => toReply(await fetch(`${url}${path}`, init)),
  };
}
