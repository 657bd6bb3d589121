import { createPublicKey, verify } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { get } from 'node:https';
import { SignInClient } from './sign-in-client';
import type { Simulator } from './simulator';
import { at, request, specTenant, startSmall } from './spec-client';

let simulator: Simulator;
afterEach(() => simulator.stop());

/** An HTTPS request that trusts the authority in the file, and no other when there is none. */
function read(url: string, ca?: string): Promise<{ status: number; json: unknown }> {
  return new Promise((resolve, reject) => {
    get(url, { ...(ca ? { ca } : {}), agent: false, timeout: 10_000 }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, json: JSON.parse(text) }));
    }).on('error', reject);
  });
}

describe('HTTPS', () => {
  it('serves the login endpoints to who trusts the test authority', async () => {
    simulator = await startSmall({}, { https: true });
    const { loginUrl, tls } = simulator;
    expect(loginUrl).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    const ca = await readFile(tls?.caFile ?? '', 'utf8');
    const document = `${loginUrl}/${specTenant}/v2.0/.well-known/openid-configuration`;
    const found = await read(document, ca);
    expect(found.json).toMatchObject({
      issuer: `${loginUrl}/${specTenant}/v2.0`,
      authorization_endpoint: `${loginUrl}/${specTenant}/oauth2/v2.0/authorize`,
      token_endpoint: `${loginUrl}/${specTenant}/oauth2/v2.0/token`,
      end_session_endpoint: `${loginUrl}/${specTenant}/oauth2/v2.0/logout`,
      jwks_uri: `${loginUrl}/${specTenant}/discovery/v2.0/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
    });
    expect((await read(document.replace('127.0.0.1', 'localhost'), ca)).status).toBe(200);
    await expect(read(document)).rejects.toThrow(/self-signed certificate|unable to verify/);
    expect(Buffer.from(tls?.spkiHash ?? '', 'base64')).toHaveLength(32);
  });

  it('leaves no file behind', async () => {
    simulator = await startSmall({}, { https: true });
    const file = simulator.tls?.caFile ?? '';
    await simulator.stop();
    await expect(readFile(file)).rejects.toThrow('ENOENT');
    simulator = await startSmall();
    expect(simulator.tls).toBeNull();
  });
});

describe('signing keys', () => {
  const published = async () => {
    const { json } = await request(`${simulator.loginUrl}/${specTenant}/discovery/v2.0/keys`);
    const keys = at(json, 'keys');
    return Array.isArray(keys) ? keys.map((key: unknown) => Object(key)) : [];
  };
  const head = (jwt: string): unknown => JSON.parse(Buffer.from(jwt.split('.')[0] ?? '', 'base64url').toString());
  const verified = async (jwt: string): Promise<boolean> => {
    const kid = at(head(jwt), 'kid');
    const key = (await published()).find((candidate) => candidate.kid === kid);
    const [first = '', second = '', signature = ''] = jwt.split('.');
    return (
      key !== undefined &&
      verify('sha256', Buffer.from(`${first}.${second}`), createPublicKey({ key, format: 'jwk' }), Buffer.from(signature, 'base64url'))
    );
  };

  it('rotate: the old one stays published until it is taken away', async () => {
    simulator = await startSmall();
    const token = async () => String(at((await new SignInClient(simulator).signIn('Ada')).json, 'access_token'));
    const before = await token();
    const rotated = await request(`${simulator.url}/_control/keys`, { method: 'POST' });
    const after = await token();
    expect(await published()).toHaveLength(2);
    expect(at(head(after), 'kid')).toBe(at(rotated.json, 'kids', '1'));
    expect([await verified(before), await verified(after)]).toEqual([true, true]);
    await request(`${simulator.url}/_control/keys`, { method: 'DELETE' });
    expect([await verified(before), await verified(after)]).toEqual([false, true]);
  });
});
