import { DomainError, errorCodeSchema, errorStatus, type ErrorCode, type Problem } from '@aoc/contracts';
import type { FastifyReply } from 'fastify';
import { STATUS_CODES } from 'node:http';

export const PROBLEM_TYPE = 'application/problem+json';

/** Problem details of an error; `instance` is the path without its query, which may hold search terms. */
export function toProblem(error: DomainError, url: string): Problem {
  return {
    type: 'about:blank',
    title: STATUS_CODES[error.status] ?? 'Error',
    status: error.status,
    detail: error.detail,
    instance: (url.split('?')[0] ?? '').slice(0, 512),
    code: error.code,
    ...(error.options.errors ? { errors: error.options.errors } : {}),
  };
}

export function sendProblem(reply: FastifyReply, error: DomainError, url: string): FastifyReply {
  const retryAfter = error.options.retryAfterSeconds ?? (error.status === 503 ? 5 : undefined);
  if (retryAfter !== undefined) void reply.header('Retry-After', String(Math.ceil(retryAfter)));
  return reply
    .code(error.status)
    .header('Cache-Control', 'no-store')
    .type(PROBLEM_TYPE)
    .serializer((value: unknown) => JSON.stringify(value))
    .send(toProblem(error, url));
}

/** The first code of a status is its general one. */
const CODES: ReadonlyMap<number, ErrorCode> = new Map(
  errorCodeSchema.options.map((code): [number, ErrorCode] => [errorStatus[code], code]).reverse(),
);
/** The general error code of a status. */
export const codeOfStatus = (status: number): ErrorCode => CODES.get(status) ?? (status < 500 ? 'bad_request' : 'internal');
