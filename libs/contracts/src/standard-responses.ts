import { problemSchema } from './errors';
import type { RouteContract, RouteResponse } from './route';

const problem = (description: string): RouteResponse => ({ description, schema: problemSchema });

/**
 * Every response of a route: its own, and those that follow from its kind (who may call it, whether it takes a body, whether it may be
 * repeated under one key).
 */
export function responsesOf(contract: RouteContract): Record<number, RouteResponse> {
  const repeatable = contract.idempotent === true;
  const body = contract.body !== undefined || contract.bodyType !== undefined;
  const responses: Record<number, RouteResponse | undefined> = {
    400: problem('Bad input; each bad field is named in errors[]'),
    401: contract.role === 'public' ? undefined : problem('Not signed in, or the credential is not accepted'),
    402: contract.role === 'public' ? undefined : problem('More than one tenant needs a licence'),
    403: problem('This caller, or a page of this origin, may not do this'),
    404: contract.role === 'public' ? undefined : problem('No such tenant'),
    409: repeatable ? problem('A request with this Idempotency-Key is still running; Retry-After says when to ask again') : undefined,
    413: body ? problem('The body is larger than this address takes') : undefined,
    415: body ? problem('The body is of a type that this address does not take') : undefined,
    422: repeatable ? problem('This Idempotency-Key was used for another request') : undefined,
    500: problem('Something went wrong here; the log has the details under the X-Request-ID'),
    503: problem('Database or queue is away; Retry-After says when to try again'),
    ...contract.responses,
  };
  return Object.fromEntries(Object.entries(responses).flatMap(([status, response]) => (response ? [[status, response]] : [])));
}
