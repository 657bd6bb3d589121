/** Certificates as credentials of an application. Source: learn.microsoft.com/entra/identity-platform/certificate-credentials */
import { constants, createHash, verify, X509Certificate, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import type { EntraProblem } from './entra-error';
import type { State } from './state';
import type { Tenant } from './tenant';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
/** Clocks may differ by this. */
const skewSeconds = 300;

/** A certificate that was uploaded to the app registration. */
export interface RegisteredCertificate {
  thumbprints: string[];
  publicKey: KeyObject;
  validFrom: number;
  validTo: number;
}

/** @throws Error when it is no certificate */
export function registerCertificate(pem: string): RegisteredCertificate {
  const certificate = new X509Certificate(pem);
  return {
    thumbprints: ['sha256', 'sha1'].map((hash) => createHash(hash).update(certificate.raw).digest('base64url')),
    publicKey: certificate.publicKey,
    validFrom: certificate.validFromDate.getTime(),
    validTo: certificate.validToDate.getTime(),
  };
}

const headerSchema = z.object({
  alg: z.enum(['PS256', 'RS256']),
  typ: z.literal('JWT').optional(),
  'x5t#S256': z.string().optional(),
  x5t: z.string().optional(),
});
const claimsSchema = z.object({ aud: z.string(), iss: z.string(), sub: z.string(), jti: z.string(), exp: z.number(), nbf: z.number() });

function decode(part: string | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

const refused = (code: number, text: string): EntraProblem => ({ status: 401, error: 'invalid_client', code, text });

/** What is wrong with the assertion of a token request. */
export function assertionProblem(state: State, tenant: Tenant, form: URLSearchParams): EntraProblem | undefined {
  const [head, payload, signature] = (form.get('client_assertion') ?? '').split('.');
  const header = headerSchema.safeParse(decode(head));
  const claims = claimsSchema.safeParse(decode(payload));
  if (form.get('client_assertion_type') !== assertionType || !header.success || !claims.success || !signature)
    return refused(50027, 'JWT token is invalid or malformed.');
  const { alg } = header.data;
  const thumbprint = header.data['x5t#S256'] ?? header.data.x5t ?? '';
  const certificate = tenant.certificates.find(({ thumbprints }) => thumbprints.includes(thumbprint));
  if (!certificate)
    return refused(
      700027,
      `The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found., Thumbprint of key used by client: '${thumbprint}']`,
    );
  const padding = alg === 'PS256' ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } : {};
  const bytes = Buffer.from(`${head}.${payload}`);
  if (!verify('sha256', bytes, { key: certificate.publicKey, ...padding }, Buffer.from(signature, 'base64url')))
    return refused(
      700027,
      'Client assertion failed signature validation. [Reason - The key was found, but use of the key to verify the signature failed.]',
    );
  return claimsProblem(state, tenant, claims.data) ?? validityProblem(state, certificate);
}

function claimsProblem(state: State, tenant: Tenant, claims: z.output<typeof claimsSchema>): EntraProblem | undefined {
  const { loginUrl } = state.urls;
  const audiences = [`${loginUrl}/${tenant.tenantId}/oauth2/v2.0/token`, `${loginUrl}/${tenant.tenantId}/v2.0`];
  if (!audiences.includes(claims.aud)) return refused(700023, 'Client assertion audience claim does not match Realm issuer.');
  if (claims.iss !== tenant.clientId || claims.sub !== tenant.clientId)
    return refused(700021, "Client assertion application identifier doesn't match 'client_id' parameter.");
  const now = state.clock.now() / 1000;
  if (claims.exp <= now - skewSeconds || claims.nbf > now + skewSeconds)
    return refused(700024, 'Client assertion is not within its valid time range.');
  return undefined;
}

function validityProblem(state: State, { validFrom, validTo }: RegisteredCertificate): EntraProblem | undefined {
  const now = state.clock.now();
  return now < validFrom || now >= validTo
    ? refused(1000502, 'The provided certificate is not within its specified validity period.')
    : undefined;
}
