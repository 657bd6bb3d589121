import { compactVerify, errors, importSPKI } from 'jose';
import { ALGORITHMS, claimsSchema, type LicenceClaims } from './claims';
import { LICENCE_PUBLIC_KEY } from './public-key';

/** A licence is some hundred characters long. */
const MAX_LENGTH = 8192;

/** What LICENSE_KEY holds: nothing, a licence that we have signed, or something else. Whether it is still valid is another question. */
export type Licence =
  | { readonly kind: 'none' }
  | { readonly kind: 'forged'; readonly reason: string }
  | { readonly kind: 'signed'; readonly claims: LicenceClaims };

const forged = (reason: string): Licence => ({ kind: 'forged', reason });

/**
 * Checks the signature of a licence, offline. Never throws for anything that the text may hold.
 * @param publicKey PEM (SPKI) of an Ed25519 key
 */
export async function openLicence(text: string, publicKey: string = LICENCE_PUBLIC_KEY): Promise<Licence> {
  const token = text.trim();
  if (token === '') return { kind: 'none' };
  if (token.length > MAX_LENGTH) return forged('it is far too long to be a licence');
  const key = await importSPKI(publicKey, 'EdDSA');
  try {
    const { payload } = await compactVerify(token, key, { algorithms: ALGORITHMS });
    const claims = claimsSchema.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload)));
    if (claims.success) return { kind: 'signed', claims: claims.data };
    const names = [...new Set(claims.error.issues.map(({ path }) => String(path[0] ?? 'all')))];
    return forged(`it is signed, but does not say what a licence says (${names.join(', ')})`);
  } catch (error) {
    if (error instanceof errors.JOSEAlgNotAllowed) return forged('it is not signed with Ed25519');
    if (error instanceof errors.JWSSignatureVerificationFailed)
      return forged('its signature is not ours: it was changed, or signed by somebody else');
    return forged('it is damaged: a licence is three parts of letters, digits, - and _ with dots between');
  }
}
