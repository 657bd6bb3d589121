import { DomainError, type TenantCredentialsInput, type TenantId } from '@aoc/contracts';
import type { Config } from '@aoc/server/config';
import { CertificateError, readClientCertificate, type ClientCertificate, type SecretBox, type SecretScope } from '@aoc/server/secrets';
import type { TenantCredentials } from '@aoc/microsoft';
import type { Tenant, TenantCertificate, TenantRepository, TenantSettings } from './tenant.repository';

const secretScope = (tenantId: TenantId): SecretScope => ({ purpose: 'tenant-client-secret', tenantId });
const keyScope = (tenantId: TenantId): SecretScope => ({ purpose: 'tenant-certificate-key', tenantId });

/** From this long before its end on a certificate is spoken of. */
const NOTICE_MS = 30 * 86_400_000;

const badField = (field: string, message: string): DomainError =>
  new DomainError('bad_request', message, { errors: [{ path: `body.credentials.${field}`, message }] });

/** @throws DomainError bad_request for what cannot be used, or not at this time */
function readCertificate(certificate: string, key: string, now: Date): ClientCertificate {
  try {
    const read = readClientCertificate(certificate, key);
    if (read.validTo <= now) throw new CertificateError('certificate', `The certificate has expired on ${day(read.validTo)}.`);
    if (read.validFrom > now) throw new CertificateError('certificate', `The certificate is not valid before ${day(read.validFrom)}.`);
    return read;
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    throw badField(error.part === 'key' ? 'private_key_pem' : 'certificate_pem', error.message);
  }
}
const day = (date: Date): string => date.toISOString().slice(0, 10);

type Sealed = Pick<TenantSettings, 'clientId' | 'clientSecret' | 'certificate'>;

/** Seals what proves who asks; the one kind takes the place of the other. @throws DomainError bad_request, conflict without a key to seal with */
export function sealCredentials(secrets: SecretBox, id: TenantId, given: TenantCredentialsInput | null, now: Date): Sealed {
  if (given === null) return { clientId: null, clientSecret: null, certificate: null };
  const { client_id, client_secret: secret, certificate_pem: pem = '', private_key_pem: key = '' } = given;
  const clientId = client_id.toLowerCase();
  if (secret !== undefined) return { clientId, clientSecret: secrets.seal(secret, secretScope(id)), certificate: null };
  const { thumbprint, validTo, privateKey } = readCertificate(pem, key, now);
  const certificate = { thumbprint, expiresAt: validTo, privateKey: secrets.seal(privateKey, keyScope(id)) };
  return { clientId, clientSecret: null, certificate };
}

/** Credentials of a registered tenant; null when it has none. @throws SecretError when what is stored does not open */
export function openCredentials(secrets: SecretBox, tenant: Tenant): TenantCredentials | null {
  const { id: tenantId, clientId, clientSecret, certificate } = tenant;
  if (clientId === null) return null;
  if (clientSecret !== null) return { tenantId, clientId, clientSecret: secrets.open(clientSecret, secretScope(tenantId)) };
  if (!certificate) return null;
  const privateKey = secrets.open(certificate.privateKey, keyScope(tenantId));
  return { tenantId, clientId, certificate: { thumbprint: certificate.thumbprint, privateKey } };
}

/** Seals the credentials of a tenant under the present key, when they were sealed under a previous one. @returns whether this was so @throws SecretError */
export async function resealCredentials(tenants: TenantRepository, secrets: SecretBox, tenant: Tenant): Promise<boolean> {
  const { id, clientSecret: secret, certificate } = tenant;
  const again = (sealed: string, scope: SecretScope): string => secrets.seal(secrets.open(sealed, scope), scope);
  if (secret !== null && !secrets.isCurrent(secret)) return tenants.replaceSecret(id, secret, again(secret, secretScope(id)));
  const key = certificate?.privateKey;
  return key !== undefined && !secrets.isCurrent(key) && tenants.replaceKey(id, key, again(key, keyScope(id)));
}

type EnvironmentCredentials = Pick<Config, 'TENANT_ID' | 'CLIENT_ID' | 'CLIENT_SECRET' | 'CLIENT_CERTIFICATE' | 'CLIENT_CERTIFICATE_KEY'>;

function environmentCertificate(config: EnvironmentCredentials): ClientCertificate | null {
  return config.CLIENT_CERTIFICATE === '' ? null : readClientCertificate(config.CLIENT_CERTIFICATE, config.CLIENT_CERTIFICATE_KEY);
}

/** Credentials of the tenant of the environment; null when it has none. */
export function environmentCredentials(config: EnvironmentCredentials): TenantCredentials | null {
  const { TENANT_ID: tenantId, CLIENT_ID: clientId, CLIENT_SECRET: clientSecret } = config;
  if (clientId === '') return null;
  if (clientSecret !== '') return { tenantId, clientId, clientSecret };
  const certificate = environmentCertificate(config);
  return certificate && { tenantId, clientId, certificate };
}

/** What is shown of the certificate of the environment. */
export function environmentCertificateFacts(config: EnvironmentCredentials): Omit<TenantCertificate, 'privateKey'> | null {
  const certificate = environmentCertificate(config);
  return certificate && { thumbprint: certificate.thumbprint, expiresAt: certificate.validTo };
}

/** What to do about a certificate that ends soon, or has ended; null: nothing. */
export function certificateNotice(certificate: Pick<TenantCertificate, 'expiresAt'> | null, now: Date): string | null {
  if (!certificate || certificate.expiresAt.getTime() - now.getTime() > NOTICE_MS) return null;
  const when = certificate.expiresAt <= now ? 'has expired on' : 'expires on';
  return `The certificate of the app registration ${when} ${day(certificate.expiresAt)}. Upload a new one under Certificates & secrets, then enter it here with its key.`;
}
