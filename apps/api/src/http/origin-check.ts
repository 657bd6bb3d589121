import { DomainError } from '@aoc/contracts';
import type { Config } from '@aoc/server/config';
import type { FastifyReply, FastifyRequest } from 'fastify';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Reads by method that start work, or open a session, all the same. */
const ACTING_PATH = /^\/(?:api\/fetch-audit-logs|mcp(?:\/sse)?)\/?(?:\?|$)/;
const ALLOWED_HEADERS =
  'Content-Type, X-Request-ID, X-AOC-Tenant, Idempotency-Key, Authorization, MCP-Protocol-Version, Mcp-Method, Mcp-Name';

type Settings = Pick<Config, 'AUTH_ENABLED' | 'ALLOW_UNAUTHENTICATED_NETWORK' | 'CORS_ORIGINS' | 'PUBLIC_URL'>;

/** The name in a Host header without port; brackets of IPv6 addresses are dropped. */
const nameOf = (host: string): string =>
  host
    .replace(/:\d+$/, '')
    .replace(/^\[|\]$/g, '')
    .toLowerCase();
const isLoopbackName = (name: string): boolean => name === 'localhost' || name === '::1' || /^127(?:\.\d{1,3}){3}$/.test(name);

/**
 * Without sign-in a page elsewhere could use the operator's browser to reach this API. It may not: a Host that is not ours
 * (a name that was rebound to loopback) and an Origin that is not ours are refused.
 */
export class OriginCheck {
  private readonly allowed: ReadonlySet<string>;
  private readonly publicName: string | null;

  constructor(private readonly settings: Settings) {
    this.allowed = new Set(settings.CORS_ORIGINS.map((origin) => origin.replace(/\/+$/, '').toLowerCase()));
    this.publicName = settings.PUBLIC_URL ? new URL(settings.PUBLIC_URL).hostname.toLowerCase() : null;
  }

  /** @throws DomainError forbidden */
  checkHost(request: FastifyRequest): void {
    if (this.settings.AUTH_ENABLED || this.settings.ALLOW_UNAUTHENTICATED_NETWORK) return;
    const name = nameOf(request.headers.host ?? '');
    if (isLoopbackName(name) || (name !== '' && name === this.publicName)) return;
    throw new DomainError('forbidden', 'Without sign-in AOC answers to localhost only; this request names another host.', {
      errors: [{ path: 'header.host', message: 'expected localhost, 127.0.0.1 or [::1]' }],
    });
  }

  /** Refuses a change that a foreign page asks for. @throws DomainError forbidden */
  checkCrossSite(request: FastifyRequest): void {
    if (READING.has(request.method) && !ACTING_PATH.test(request.url)) return;
    const { origin, host } = request.headers;
    const site = request.headers['sec-fetch-site'];
    if (origin !== undefined && (this.allowed.has(origin.toLowerCase()) || this.isOwn(origin, host))) return;
    if (origin === undefined && (site === undefined || site === 'same-origin' || site === 'none')) return;
    throw new DomainError('forbidden', 'A page of another site may not do this. Add its origin to CORS_ORIGINS if it should.', {
      errors: [{ path: 'header.origin', message: 'not this site and not one of CORS_ORIGINS' }],
    });
  }

  /** Adds CORS headers for listed origins; true when the request was a preflight and has been answered. */
  answerCors(request: FastifyRequest, reply: FastifyReply): boolean {
    const { origin } = request.headers;
    if (this.allowed.size > 0) void reply.header('Vary', 'Origin');
    if (origin === undefined || !this.allowed.has(origin.toLowerCase())) return false;
    void reply.headers({
      'Access-Control-Allow-Origin': origin,
      'Access-Control-Expose-Headers': 'X-Request-ID, Retry-After',
      'Cross-Origin-Resource-Policy': 'cross-origin',
    });
    if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return false;
    void reply
      .headers({
        'Access-Control-Allow-Methods': 'GET, POST, PUT, PATCH, DELETE',
        'Access-Control-Allow-Headers': ALLOWED_HEADERS,
        'Access-Control-Max-Age': '600',
      })
      .code(204)
      .send();
    return true;
  }

  private isOwn(origin: string, host: string | undefined): boolean {
    if (!URL.canParse(origin) || host === undefined) return false;
    const url = new URL(origin);
    return (
      url.host.toLowerCase() === host.toLowerCase() || (this.publicName !== null && url.origin === new URL(this.settings.PUBLIC_URL).origin)
    );
  }
}
