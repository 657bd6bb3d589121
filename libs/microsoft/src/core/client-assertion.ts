import { importPKCS8, SignJWT } from 'jose';
import { randomUUID } from 'node:crypto';
import type { CertificateCredentials } from '../endpoints';

/** Recommended: 5 to 10 minutes. It is used once, at once. */
const LIFE_SECONDS = 300;
const ALGORITHM = 'PS256';
export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/**
 * Proof of holding the key of a certificate that is registered with the application.
 * Source: https://learn.microsoft.com/entra/identity-platform/certificate-credentials
 * @param audience the token endpoint that it is sent to
 */
export async function clientAssertion({ clientId, certificate }: CertificateCredentials, audience: string, now: Date): Promise<string> {
  const key = await importPKCS8(certificate.privateKey, ALGORITHM);
  const seconds = Math.floor(now.getTime() / 1000);
  return new SignJWT()
    .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT', 'x5t#S256': certificate.thumbprint })
    .setAudience(audience)
    .setIssuer(clientId)
    .setSubject(clientId)
    .setJti(randomUUID())
    .setIssuedAt(seconds)
    .setNotBefore(seconds)
    .setExpirationTime(seconds + LIFE_SECONDS)
    .sign(key);
}
