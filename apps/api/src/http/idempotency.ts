import { DomainError, type RouteContract } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import { onceId, runOnce, type Outcome } from '@aoc/server/idempotency';
import type { FastifyRequest } from 'fastify';
import type { ApiDependencies } from '../app/dependencies';
import { Answer } from './answer';

const VALID = /^[\x21-\x7e]{1,255}$/;

/** The Idempotency-Key of a request. @throws DomainError bad_request */
function keyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && VALID.test(key)) return key;
  throw new DomainError('bad_request', 'Idempotency-Key must be 1 to 255 visible ASCII characters.', {
    errors: [{ path: 'header.idempotency-key', message: 'must be 1 to 255 visible ASCII characters' }],
  });
}

interface Keyed<R extends RouteContract> {
  contract: R;
  ctx: TenantContext;
  request: FastifyRequest;
  /** Everything that the request asks for. */
  input: unknown;
}

/** Identity of a keyed request, for writes that can recognise a repeat by themselves; undefined without a key. */
export function requestIdentity({ contract, ctx, request }: Omit<Keyed<RouteContract>, 'input'>): string | undefined {
  const key = keyOf(request);
  return key === undefined ? undefined : onceId(ctx, { route: contract.operationId, key });
}

/** Does `work` once per Idempotency-Key of the request; without a key, always. */
export async function once(deps: ApiDependencies, call: Keyed<RouteContract>, work: () => Promise<Outcome>): Promise<Answer<unknown>> {
  const key = keyOf(call.request);
  const outcome =
    key === undefined
      ? await work()
      : await runOnce(call.ctx, deps.idempotency, { route: call.contract.operationId, key, request: call.input }, work);
  return new Answer(outcome.status, outcome.body);
}
