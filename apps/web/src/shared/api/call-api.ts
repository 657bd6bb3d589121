import { problemSchema, type RouteContract } from '@aoc/contracts';
import { fetchApi, SessionEndedError } from './access';
import { isOfNoTenant, showsAllTenants } from './all-tenants';
import { ContractError, ProblemError, UnreachableError } from './api-error';
import { fillPath, queryString } from './request-url';
import type { AnyInput, CallInput, CallOutput } from './route-types';

/** Problem of a failed answer, or an UnreachableError when it is not one of ours. */
export function failureOf(status: number, body: unknown, retryAfter: string | null): Error {
  const problem = problemSchema.safeParse(body);
  if (!problem.success) return new UnreachableError(`The server answered ${status} without saying why.`);
  const seconds = Number(retryAfter ?? NaN);
  return new ProblemError(problem.data, Number.isFinite(seconds) ? seconds : null);
}

/**
 * A 2xx body as the contract types it. Checked against the schema during development; in production the API's own
 * contract tests stand for it, so that an added enum value of a newer API does not blank an older page.
 */
export function trustBody<R extends RouteContract>(route: R, status: number, body: unknown): CallOutput<R>;
export function trustBody(route: RouteContract, status: number, body: unknown): unknown {
  const schema = route.responses[status]?.schema;
  if (import.meta.env?.DEV && schema) {
    const parsed = schema.safeParse(body);
    if (!parsed.success) throw new ContractError(route.operationId, status, parsed.error.message);
  }
  return body;
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Calls one route of the contract.
 * @param tenant in the place of the one that the page is about
 * @throws ProblemError for an answer with problem details, UnreachableError when nobody sensible answers,
 *   ContractError (development only) for a shape that the contract does not describe.
 */
export function callApi<R extends RouteContract>(
  route: R,
  input: CallInput<R>,
  signal?: AbortSignal,
  tenant?: string,
): Promise<CallOutput<R>>;
export async function callApi(route: RouteContract, input: AnyInput, signal?: AbortSignal, named?: string): Promise<unknown> {
  if (named !== undefined) return call(route, input, signal, named);
  if (!showsAllTenants()) return call(route, input, signal);
  if (isOfNoTenant(route)) return call(route, input, signal, null);
  const { addressed, withTenants } = await import('./owned-ids');
  const { input: bare, tenant } = addressed(input);
  return withTenants(await call(route, bare, signal, tenant ?? undefined), tenant);
}

async function call(
  route: RouteContract,
  { params, query, body }: AnyInput,
  signal?: AbortSignal,
  tenant?: string | null,
): Promise<unknown> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  let response: Response;
  try {
    const init = {
      method: route.method.toUpperCase(),
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      signal: signal ?? null,
    };
    response = await fetchApi(fillPath(route.path, params) + queryString(query), init, tenant);
  } catch (cause) {
    if (signal?.aborted || cause instanceof SessionEndedError || cause instanceof UnreachableError) throw cause;
    throw new UnreachableError(undefined, { cause });
  }
  const json = await readJson(response);
  if (!response.ok) throw failureOf(response.status, json, response.headers.get('retry-after'));
  return trustBody(route, response.status, json);
}
