import { DomainError } from '@aoc/contracts';
import { HttpException } from '@nestjs/common';
import { isNativeError } from 'node:util/types';
import { codeOfStatus } from './problem';

const DATABASE_AWAY = new Set([
  'MongoServerSelectionError',
  'MongooseServerSelectionError',
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoPoolClearedError',
  'PoolClearedOnNetworkError',
  'MongoPoolClosedError',
  'MongoServerClosedError',
  'MongoOperationTimeoutError',
  'MongoWaitQueueTimeoutError',
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MongoClientClosedError',
]);
/**
 * Codes with which a server says that it stops, starts or changes its role, cannot reach what it needs, or has lost its cursors with that.
 * https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml
 */
const DATABASE_STATE = new Set([6, 7, 43, 89, 91, 175, 189, 202, 237, 262, 9001, 10058, 10107, 11600, 11602, 13435, 13436]);
const TIME_LIMIT = 50;
const QUEUE_AWAY = /Connection is closed|max retries per request|Stream isn't writeable|Command timed out|ECONNREFUSED|ECONNRESET|EPIPE/i;

/** What the driver passes on as Node says it, when a server that was killed has closed the connection just before a command is written. */
const BROKEN_PIPE = 'EPIPE';

const codeOf = (error: Error): unknown => ('code' in error ? error.code : undefined);
const statusOf = (error: Error): number | undefined =>
  'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : undefined;

export const databaseAway = (cause?: unknown): DomainError =>
  new DomainError('unavailable', 'The database does not answer. Try again in a moment.', { cause });
export const queueAway = (cause?: unknown): DomainError =>
  new DomainError('unavailable', 'The queue does not answer. Try again in a moment.', { cause });

const FRAMEWORK: Readonly<Record<number, string>> = {
  400: 'The request is malformed.',
  404: 'There is nothing at this address. /api/docs lists what there is.',
  408: 'The request took too long to arrive.',
  413: 'The body is larger than this address takes.',
  414: 'The address is too long.',
  415: 'This address does not take a body of this type; send application/json.',
};

/** Any error as one that callers may see; what is not expected becomes `internal` without details. */
export function toDomainError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (error instanceof HttpException) {
    // The file server refuses names that lead out of its folder; that it looked is nothing to tell.
    const status = error.getStatus() === 403 ? 404 : error.getStatus();
    if (error.cause instanceof DomainError) return error.cause;
    return new DomainError(codeOfStatus(status), FRAMEWORK[status] ?? error.message, { cause: error });
  }
  // Fastify's errors are no native ones, and those of Node itself may be of another realm.
  if (error instanceof Error || isNativeError(error)) {
    const code = codeOf(error);
    if (DATABASE_AWAY.has(error.name) || (typeof code === 'number' && error.name.startsWith('Mongo') && DATABASE_STATE.has(code)))
      return databaseAway(error);
    if (code === TIME_LIMIT && error.name.startsWith('Mongo'))
      return new DomainError('unavailable', 'This question takes the database too long. Narrow the time range or add a filter.', {
        cause: error,
      });
    if (error.name === 'MaxRetriesPerRequestError' || QUEUE_AWAY.test(error.message)) return queueAway(error);
    if (code === BROKEN_PIPE) return databaseAway(error);
    const status = statusOf(error);
    if (status !== undefined && status >= 400 && status < 500)
      return new DomainError(codeOfStatus(status), FRAMEWORK[status] ?? 'The request is malformed.', { cause: error });
  }
  return new DomainError('internal', 'Something went wrong here. The log has the details under the X-Request-ID of this answer.', {
    cause: error,
  });
}
