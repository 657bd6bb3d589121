import { z } from 'zod';
import { CredentialRefused } from '../refusal';

/** Tokens with 200 groups, the most that Entra puts into one, have about 11 kB. */
const MAX_LENGTH = 14_336;
const PART = /^[A-Za-z0-9_-]+$/;

const guid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
const headerSchema = z.strictObject({
  alg: z.string(),
  kid: z.string().min(1).max(200),
  x5t: z.string().max(200).optional(),
  typ: z.string().optional(),
  nonce: z.string().optional(),
});
const addressSchema = z.looseObject({ tid: guid, iss: z.string().max(300), ver: z.enum(['1.0', '2.0']) });

/** What an unverified token says of itself: enough to choose what verifies it, and to be believed in nothing else. */
export interface TokenAddress {
  kid: string;
  tenantId: string;
  issuer: string;
  version: '1.0' | '2.0';
}

function json(part: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(part, 'base64url')));
  } catch {
    throw new CredentialRefused('malformed');
  }
}

/**
 * Reads header and address of a token before anything is looked up for it, so that a stranger cannot make AOC ask elsewhere.
 * Only RS256 is taken, whatever keys or metadata say.
 * @throws CredentialRefused
 */
export function readToken(token: string): TokenAddress {
  const parts = token.split('.');
  const [head = '', payload = ''] = parts;
  if (token.length > MAX_LENGTH || parts.length !== 3 || !parts.every((part) => PART.test(part))) throw new CredentialRefused('malformed');
  const header = headerSchema.safeParse(json(head));
  if (!header.success) throw new CredentialRefused('malformed');
  const { alg, kid, x5t, typ } = header.data;
  if (alg !== 'RS256') throw new CredentialRefused('algorithm');
  // The library looks the key up by x5t where there is one: it must be the same key.
  if ((typ !== undefined && typ.toUpperCase() !== 'JWT') || (x5t !== undefined && x5t !== kid)) throw new CredentialRefused('malformed');
  const address = addressSchema.safeParse(json(payload));
  if (!address.success) throw new CredentialRefused('claims');
  return { kid, tenantId: address.data.tid, issuer: address.data.iss, version: address.data.ver };
}
