import fc from 'fast-check';
import { CredentialRefused } from '../refusal';
import { issuerOf } from './issuers';
import { readToken } from './read-token';

const TENANT = '9f1c3c0e-5f0a-4b8e-9d0b-0d6a3a1f7c11';
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const make = (header: unknown, claims: unknown): string => `${encode(header)}.${encode(claims)}.c2lnbmF0dXJl`;

/** What reading ends with: an address, or the reason of a refusal; anything else is a fault. */
function outcome(token: string): unknown {
  try {
    return readToken(token);
  } catch (error) {
    if (error instanceof CredentialRefused) return error.reason;
    throw error;
  }
}

describe('reading a token that nobody has verified', () => {
  const header = { alg: 'RS256', kid: 'k', typ: 'JWT' };
  const claims = { tid: TENANT, iss: 'https://issuer', ver: '2.0' };

  it('gives its address', () => {
    const address = { kid: 'k', tenantId: TENANT, issuer: 'https://issuer', version: '2.0' };
    expect(readToken(make(header, claims))).toEqual(address);
    expect(readToken(make({ ...header, x5t: 'k', nonce: 'of Graph' }, { ...claims, more: 1 }))).toEqual(address);
  });

  it.each([
    ['malformed', make({ ...header, kid: '' }, claims)],
    ['malformed', make({ ...header, extra: 1 }, claims)],
    ['malformed', make({ ...header, typ: 'at+jwt' }, claims)],
    ['malformed', make({ ...header, x5t: 'other' }, claims)],
    ['malformed', `${make(header, claims)}=`],
    ['malformed', `${make(header, claims)}.x`],
    ['malformed', make(header, { ...claims, filler: 'x'.repeat(11_000) })],
    ['algorithm', make({ ...header, alg: 'none' }, claims)],
    ['algorithm', make({ ...header, alg: 'rs256' }, claims)],
    ['claims', make(header, { ...claims, tid: TENANT.toUpperCase() })],
    ['claims', make(header, { ...claims, tid: '../../keys' })],
    ['claims', make(header, { ...claims, ver: '3.0' })],
    ['claims', make(header, [])],
  ])('refuses as %s: %s', (reason, token) => {
    expect(outcome(token)).toBe(reason);
  });

  it('ends for any text with an address or a refusal', () => {
    const part = fc.oneof(
      fc.string(),
      fc.json().map((text) => Buffer.from(text).toString('base64url')),
      fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('base64url')),
    );
    fc.assert(fc.property(fc.array(part, { maxLength: 4 }), (parts) => typeof outcome(parts.join('.')) === 'string'));
    const json = fc.jsonValue();
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('alg', 'kid', 'typ', 'x5t'), json),
        json,
        (head, body) => outcome(make(head, body)) !== undefined,
      ),
    );
  });
});

describe('the issuer of a tenant', () => {
  it.each([
    ['https://login.microsoftonline.com', '2.0', `https://login.microsoftonline.com/${TENANT}/v2.0`],
    ['https://login.microsoftonline.com', '1.0', `https://sts.windows.net/${TENANT}/`],
    ['https://login.microsoftonline.us', '2.0', `https://login.microsoftonline.us/${TENANT}/v2.0`],
    ['https://login.microsoftonline.us', '1.0', `https://sts.windows.net/${TENANT}/`],
    ['https://login.chinacloudapi.cn', '1.0', `https://sts.chinacloudapi.cn/${TENANT}/`],
    ['http://127.0.0.1:9', '1.0', `http://127.0.0.1:9/${TENANT}/`],
  ] as const)('at %s for version %s is %s', (loginUrl, version, issuer) => {
    expect(issuerOf(loginUrl, TENANT, version)).toBe(issuer);
  });
});
