import { problemSchema } from './errors';
import type { RouteContract, RouteResponse } from './route';

const problem = (description: string): RouteResponse => ({ description, schema: problemSchema });

/**
 * Every response of a route: its own, and those that follow from its kind (who may call it, whether it takes a body, whether it may be
 * repeated under one key).
 */
export function responsesOf(contract: RouteContract): Record<number, RouteResponse> {
  return {
    400: problem('Bad input; each bad field is named in errors[]'),
    403: problem('This caller, or a page of this origin, may not do this'),
    ...(contract.role === 'public' ? {} : { 404: problem('No such tenant') }),
    ...(contract.idempotent
      ? {
          409: problem('A request with this Idempotency-Key is still running; Retry-After says when to ask again'),
          422: problem('This Idempotency-Key was used for another request'),
        }
      : {}),
    ...(contract.body || contract.bodyType
      ? {
          413: problem('The body is larger than this address takes'),
          415: problem('The body is of a type that this address does not take'),
        }
      : {}),
    500: problem('Something went wrong here; the log has the details under the X-Request-ID'),
    503: problem('Database or queue is away; Retry-After says when to try again'),
    ...contract.responses,
  };
}
