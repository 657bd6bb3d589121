import { DomainError } from '@aoc/contracts';
import type { Logger } from '@aoc/server/observability';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { LogController, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ApiDependencies } from '../app/dependencies';
import { useStrictJson } from './json-body';
import { OriginCheck } from './origin-check';
import { PROBLEM_TYPE, sendProblem, toProblem } from './problem';
import { toDomainError } from './error-mapping';
import { requestIdOf } from './request-id';
import { securityHeaders } from './security-headers';
import { drainConnections } from './drain-connections';

const SECOND = 1000;
/** Time for the head of a request, for a JSON body, and between two pieces of an upload. */
export const TIMES = { headers: 10 * SECOND, body: 30 * SECOND, uploadPause: 60 * SECOND, keepAlive: 65 * SECOND } as const;
/** Clients of 1.x post here; Nest has no routes that end in a slash. */
const SLASH_OF_1X = /^\/mcp\/messages\/(?=\?|$)/;
const MAX_HEADER_BYTES = 16 * 1024;
/** Ids of events may be long. */
const MAX_PARAMETER_LENGTH = 2048;

const SOCKET_ERRORS: Readonly<Record<string, { status: number; error: DomainError }>> = {
  HPE_HEADER_OVERFLOW: { status: 431, error: new DomainError('bad_request', 'The header of the request is too large.') },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, error: new DomainError('bad_request', 'The request took too long to arrive.') },
};
const MALFORMED = { status: 400, error: new DomainError('bad_request', 'This is not a well-formed HTTP request.') };

/** Answers what never became a request: there is no reply object yet, so the bytes are written here. */
function onClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, error: problem } = SOCKET_ERRORS[error.code ?? ''] ?? MALFORMED;
  const title = STATUS_CODES[status] ?? 'Bad Request';
  const body = JSON.stringify({ ...toProblem(problem, ''), status, title });
  const id = randomUUID();
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\nContent-Type: ${PROBLEM_TYPE}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nX-Request-ID: ${id}\r\nConnection: close\r\n\r\n${body}`,
  );
}

/** The HTTP server with its limits, before any route. */
export function httpAdapter(deps: ApiDependencies): FastifyAdapter {
  const setSecurityHeaders = securityHeaders(deps.config);
  const adapter = new FastifyAdapter({
    loggerInstance: deps.logger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }),
    genReqId: requestIdOf,
    rewriteUrl: ({ url = '/' }) => url.replace(SLASH_OF_1X, '/mcp/messages'),
    bodyLimit: 1024 * 1024,
    keepAliveTimeout: TIMES.keepAlive,
    // Uploads may take long: the time of other bodies is limited below, per request.
    requestTimeout: 0,
    forceCloseConnections: 'idle',
    http: { maxHeaderSize: MAX_HEADER_BYTES, headersTimeout: TIMES.headers, connectionsCheckingInterval: 2 * SECOND },
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
    clientErrorHandler: onClientError,
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      setSecurityHeaders(reply);
      void reply.header('X-Request-ID', request.id);
      void sendProblem(reply, toDomainError(error), request.url);
    },
  });
  const server = adapter.getInstance();
  useChecks(server, deps, setSecurityHeaders);
  useStrictJson(server);
  limitBodyTime(server);
  endUnreadBodies(server);
  drainConnections(server);
  return adapter;
}

function useChecks(server: FastifyInstance, deps: ApiDependencies, setSecurityHeaders: (reply: FastifyReply) => void): void {
  const origins = new OriginCheck(deps.config);
  server.addHook('onRequest', async (request, reply) => {
    void reply.header('X-Request-ID', request.id);
    setSecurityHeaders(reply);
    if (/^\/(?:api|mcp)\b/.test(request.url)) void reply.header('Cache-Control', 'no-store');
    origins.checkHost(request);
    if (origins.answerCors(request, reply)) return reply;
    origins.checkCrossSite(request);
  });
  server.addHook('onResponse', async (request, reply) => {
    const route = request.is404 ? 'unknown' : (request.routeOptions.url ?? 'unknown');
    const seconds = reply.elapsedTime / SECOND;
    deps.metrics.httpDuration.observe({ method: request.method, route, status: String(reply.statusCode) }, seconds);
    logRequest(request.log, {
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      tenant: request.caller?.tenantId,
    });
  });
}

const QUIET = new Set(['/health', '/health/live', '/health/ready', '/metrics']);
function logRequest(
  log: Pick<Logger, 'info' | 'debug'>,
  line: { method: string; route: string; status: number; ms: number; tenant?: string },
): void {
  if (QUIET.has(line.route) && line.status < 400) log.debug(line, 'request');
  else log.info(line, 'request');
}

/** Time that a client has to read an answer that came before it had sent all. */
const LINGER_MS = 2 * SECOND;

/**
 * An answer that comes before the body has been read ends the connection: what is still being sent is thrown away for a moment, so
 * that the client gets to the answer, and a client that sends on for ever keeps nothing from closing.
 */
function endUnreadBodies(server: FastifyInstance): void {
  server.addHook('onSend', async (request, reply) => {
    if (!request.raw.complete) void reply.header('Connection', 'close');
  });
  server.addHook('onResponse', async ({ raw }) => {
    if (raw.complete || raw.destroyed) return;
    raw.unpipe();
    raw.resume();
    const timer = setTimeout(() => raw.destroy(), LINGER_MS).unref();
    raw.once('close', () => clearTimeout(timer));
  });
}

/** Ends a request whose body trickles in: a JSON body as a whole, an upload when it pauses. */
function limitBodyTime(server: FastifyInstance): void {
  server.addHook('preParsing', async (request, reply, payload) => {
    const upload = request.headers['content-type']?.startsWith('multipart/') ?? false;
    if (upload) {
      request.raw.setTimeout(TIMES.uploadPause, () => request.raw.destroy());
      return payload;
    }
    const timer = setTimeout(() => {
      if (!request.raw.complete) reply.raw.destroy();
    }, TIMES.body).unref();
    request.raw.once('close', () => clearTimeout(timer));
    return payload;
  });
}
