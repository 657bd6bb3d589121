import { selfSigned } from '@aoc/testing';
import { constants, createHash, createPublicKey, sign, verify, X509Certificate, type KeyObject } from 'node:crypto';
import type { Simulator } from './simulator';
import { at, bearer, request, specNow, specTenant, startSmall, token } from './spec-client';

const graph = 'https://graph.microsoft.com/.default';
let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSmall();
});
afterAll(() => simulator.stop());

const payload = (jwt: string): unknown => JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString());

describe('token endpoint', () => {
  it.each([
    [graph, 'https://graph.microsoft.com', 'AuditLog.Read.All'],
    ['https://manage.office.com/.default', 'https://manage.office.com', 'ActivityFeed.Read'],
  ])('issues an access token for %s', async (scope, audience, role) => {
    const answer = await token(simulator, scope);
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ token_type: 'Bearer', expires_in: 3599 });
    const claims = payload(String(at(answer.json, 'access_token')));
    expect(claims).toMatchObject({
      aud: audience,
      tid: specTenant,
      iss: `${simulator.loginUrl}/${specTenant}/`,
      roles: expect.arrayContaining([role]),
    });
  });

  it('takes its own addresses as resources, and the origin for both APIs', async () => {
    for (const base of [simulator.graphUrl, simulator.managementUrl, simulator.url])
      expect((await token(simulator, `${base}/.default`)).status).toBe(200);
    const both = { authorization: `Bearer ${String(at((await token(simulator, `${simulator.url}/.default`)).json, 'access_token'))}` };
    expect((await request(`${simulator.url}/v1.0/auditLogs/signIns?$top=1`, { headers: both })).status).toBe(200);
    expect((await request(`${simulator.url}/api/v1.0/${specTenant}/activity/feed/subscriptions/list`, { headers: both })).status).toBe(200);
  });

  it('takes the client by HTTP basic authentication', async () => {
    const tenant = simulator.control.tenants[0];
    const basic = Buffer.from(`${tenant?.clientId}:${encodeURIComponent(tenant?.clientSecret ?? '')}`).toString('base64');
    const body = new URLSearchParams({ grant_type: 'client_credentials', scope: graph });
    expect(
      (
        await request(`${simulator.loginUrl}/${specTenant}/oauth2/v2.0/token`, {
          method: 'POST',
          body,
          headers: { authorization: `Basic ${basic}` },
        })
      ).status,
    ).toBe(200);
  });

  it.each<[string, number, string, number, Record<string, string>, string]>([
    ['wrong secret', 401, 'invalid_client', 7000215, { client_secret: 'no' }, specTenant],
    ['no secret', 401, 'invalid_client', 7000216, { client_secret: '' }, specTenant],
    ['unknown application', 400, 'unauthorized_client', 700016, { client_id: '11111111-2222-4333-8444-555555555555' }, specTenant],
    ['unknown tenant', 400, 'invalid_request', 90002, {}, '11111111-2222-4333-8444-555555555555'],
    ['wrong scope', 400, 'invalid_scope', 1002012, { scope: 'https://graph.microsoft.com/User.Read' }, specTenant],
    ['unknown resource', 400, 'invalid_resource', 500011, { scope: 'https://example.org/.default' }, specTenant],
    ['wrong grant', 400, 'unsupported_grant_type', 70003, { grant_type: 'password' }, specTenant],
    ['no grant', 400, 'invalid_request', 900144, { grant_type: '' }, specTenant],
  ])('%s', async (_name, status, error, code, over, tenant) => {
    const answer = await token(simulator, graph, over, tenant);
    expect(answer.status).toBe(status);
    expect(answer.json).toMatchObject({
      error,
      error_codes: [code],
      error_description: expect.stringMatching(new RegExp(`^AADSTS${code}: .+ Trace ID: .+ Correlation ID: `)),
      trace_id: expect.any(String),
      correlation_id: expect.any(String),
    });
  });
});

describe('client assertions', () => {
  const own = selfSigned({ now: specNow });
  const print = (hash: string) => createHash(hash).update(new X509Certificate(own.certificatePem).raw).digest('base64url');
  const client = () => simulator.control.tenants[0]?.clientId ?? '';
  const seconds = () => Math.floor(simulator.control.clock.now() / 1000);
  const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
  interface Forgery {
    header?: object;
    claims?: object;
    key?: KeyObject;
    type?: string;
  }
  const present = async ({ header, claims, key = own.key, type: kind = type }: Forgery = {}) => {
    const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const head = { alg: 'PS256', typ: 'JWT', 'x5t#S256': print('sha256'), ...header };
    const now = seconds();
    const aud = `${simulator.loginUrl}/${specTenant}/oauth2/v2.0/token`;
    const body = { aud, iss: client(), sub: client(), jti: crypto.randomUUID(), nbf: now, exp: now + 300, ...claims };
    const text = `${encode(head)}.${encode(body)}`;
    const pss = head.alg === 'PS256' ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } : {};
    const assertion = `${text}.${sign('sha256', Buffer.from(text), { key, ...pss }).toString('base64url')}`;
    return token(simulator, graph, { client_secret: '', client_assertion_type: kind, client_assertion: assertion });
  };
  beforeAll(() => simulator.control.change(specTenant, { certificates: [own.certificatePem] }));
  afterAll(() => simulator.control.change(specTenant, { certificates: [] }));

  it.each<[string, () => Forgery]>([
    ['PS256 and SHA-256', () => ({})],
    ['RS256 and SHA-1, as before', () => ({ header: { alg: 'RS256', 'x5t#S256': undefined, x5t: print('sha1') } })],
    ['the issuer as audience', () => ({ claims: { aud: `${simulator.loginUrl}/${specTenant}/v2.0` } })],
  ])('are taken with %s', async (_name, forge) => {
    expect((await present(forge())).status).toBe(200);
  });

  it.each<[string, number, () => Forgery]>([
    ['another key', 700027, () => ({ key: selfSigned().key })],
    ['an unknown thumbprint', 700027, () => ({ header: { 'x5t#S256': 'A'.repeat(43) } })],
    ['no thumbprint', 700027, () => ({ header: { 'x5t#S256': undefined } })],
    ['PS256 in the header and an RS256 signature', 700027, () => ({ header: { alg: 'RS256' }, key: selfSigned().key })],
    ['another algorithm', 50027, () => ({ header: { alg: 'none' } })],
    ['another audience', 700023, () => ({ claims: { aud: 'https://login.example.com/token' } })],
    ['another application', 700021, () => ({ claims: { iss: specTenant } })],
    ['another subject', 700021, () => ({ claims: { sub: specTenant } })],
    ['an end in the past', 700024, () => ({ claims: { exp: seconds() - 301 } })],
    ['a beginning in the future', 700024, () => ({ claims: { nbf: seconds() + 400, exp: seconds() + 500 } })],
    ['no id', 50027, () => ({ claims: { jti: undefined } })],
    ['another type', 50027, () => ({ type: 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer' })],
  ])('are refused for %s', async (_name, code, forge) => {
    const answer = await present(forge());
    expect([answer.status, at(answer.json, 'error_codes', '0')]).toEqual([401, code]);
  });
});

describe('discovery', () => {
  it.each([
    [`${specTenant}/v2.0`, `${specTenant}/v2.0`, 'discovery/v2.0/keys'],
    [specTenant, `${specTenant}/`, 'discovery/keys'],
  ])('%s names issuer and keys that fit the tokens', async (path, issuer, keys) => {
    const found = await request(`${simulator.loginUrl}/${path}/.well-known/openid-configuration`);
    expect(found.json).toMatchObject({
      issuer: `${simulator.loginUrl}/${issuer}`,
      jwks_uri: `${simulator.loginUrl}/${specTenant}/${keys}`,
    });
    const jwk = at((await request(String(at(found.json, 'jwks_uri')))).json, 'keys', '0');
    const jwt = simulator.control.mintToken(specTenant, { aud: 'x', name: 'Ada' });
    const [head = '', body = '', signature = ''] = jwt.split('.');
    const key = createPublicKey({ key: { kty: 'RSA', n: String(at(jwk, 'n')), e: String(at(jwk, 'e')) }, format: 'jwk' });
    expect(verify('sha256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))).toBe(true);
    expect(at(JSON.parse(Buffer.from(head, 'base64url').toString()), 'kid')).toBe(at(jwk, 'kid'));
  });

  it('does not know other tenants', async () => {
    expect((await request(`${simulator.loginUrl}/nobody.example/v2.0/.well-known/openid-configuration`)).status).toBe(400);
    expect((await request(`${simulator.loginUrl}/common/v2.0/.well-known/openid-configuration`)).status).toBe(200);
  });
});

describe('bearer tokens', () => {
  const list = (headers: Record<string, string>) => request(`${simulator.graphUrl}/v1.0/auditLogs/directoryAudits?$top=1`, { headers });

  it.each<[string, () => Promise<Record<string, string>>, RegExp]>([
    ['none', async () => ({}), /empty/],
    ['no token', async () => ({ authorization: 'Bearer abc' }), /CompactToken/],
    ['for the other API', () => bearer(simulator, 'management'), /audience/],
    ['changed', async () => ({ authorization: `${(await bearer(simulator, 'graph')).authorization?.slice(0, -6)}AAAAAA` }), /signature/],
    [
      'expired',
      async () => ({
        authorization: `Bearer ${simulator.control.mintToken(specTenant, { aud: 'https://graph.microsoft.com', roles: [] }, -1)}`,
      }),
      /Lifetime validation failed/,
    ],
  ])('%s: 401', async (_name, headers, message) => {
    const answer = await list(await headers());
    expect(answer.status).toBe(401);
    expect(at(answer.json, 'error', 'code')).toBe('InvalidAuthenticationToken');
    expect(at(answer.json, 'error', 'message')).toMatch(message);
    expect(answer.headers.get('www-authenticate')).toContain('authorization_uri');
    expect(answer.headers.get('request-id')).toBeTruthy();
  });

  it('expire as the clock moves on', async () => {
    const headers = await bearer(simulator, 'graph');
    expect((await list(headers)).status).toBe(200);
    simulator.control.clock.advance(3600);
    expect((await list(headers)).status).toBe(401);
    expect((await list(await bearer(simulator, 'graph'))).status).toBe(200);
  });
});
