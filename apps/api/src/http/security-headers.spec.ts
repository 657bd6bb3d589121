import type { FastifyReply } from 'fastify';
import { securityHeaders } from './security-headers';

function policyOf(settings: Parameters<typeof securityHeaders>[0]): string {
  let policy = '';
  const reply: Pick<FastifyReply, 'headers'> = {
    headers(values) {
      policy = String(Object.entries(values).find(([name]) => name === 'Content-Security-Policy')?.[1]);
      return Object.assign(Object.create(null), this);
    },
  };
  securityHeaders(settings)(Object.assign(Object.create(null), reply));
  return policy;
}

it('lets pages ask this server alone', () => {
  expect(policyOf({ AUTH_ENABLED: false, LOGIN_URL: 'https://login.microsoftonline.com' })).toContain("connect-src 'self';");
});

it('lets pages ask the sign-in service too, where people sign in', () => {
  const policy = policyOf({ AUTH_ENABLED: true, LOGIN_URL: 'https://login.microsoftonline.com/' });
  expect(policy).toContain("connect-src 'self' https://login.microsoftonline.com;");
  expect(policy).toContain("default-src 'none'");
});
