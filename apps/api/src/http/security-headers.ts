import type { Config } from '@aoc/server/config';
import type { FastifyReply } from 'fastify';

type Settings = Pick<Config, 'AUTH_ENABLED' | 'LOGIN_URL'>;

/** Pages of the product ask this server alone; where people sign in, also the one that gives out their tokens. */
const connections = ({ AUTH_ENABLED, LOGIN_URL }: Settings): string =>
  AUTH_ENABLED ? `connect-src 'self' ${new URL(LOGIN_URL).origin}` : "connect-src 'self'";

const policy = (settings: Settings): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    connections(settings),
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

const HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
  'X-Permitted-Cross-Domain-Policies': 'none',
} as const;

/** Headers of every answer: nothing from elsewhere is loaded, nothing is framed, types are not guessed. */
export function securityHeaders(settings: Settings): (reply: FastifyReply) => void {
  const headers = { ...HEADERS, 'Content-Security-Policy': policy(settings) };
  return (reply) => void reply.headers(headers);
}
