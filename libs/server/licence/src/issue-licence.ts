import { CompactSign, importPKCS8 } from 'jose';
import { claimsSchema, type LicenceClaims } from './claims';

/**
 * Signs a licence; for `tools/license`, the product itself only verifies.
 * @param privateKey PEM (PKCS #8) of an Ed25519 key
 * @throws ZodError when the claims are none of a licence; TypeError when the key is of another kind
 */
export async function issueLicence(claims: LicenceClaims, privateKey: string): Promise<string> {
  const key = await importPKCS8(privateKey, 'EdDSA');
  const payload = new TextEncoder().encode(JSON.stringify(claimsSchema.parse(claims)));
  return new CompactSign(payload).setProtectedHeader({ alg: 'EdDSA', typ: 'JWT' }).sign(key);
}
