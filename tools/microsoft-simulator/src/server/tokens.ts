/** RS256 tokens and the keys that verify them. */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID, sign, verify, type KeyObject } from 'node:crypto';
import { z } from 'zod';

export const claimsSchema = z.looseObject({
  aud: z.string(),
  iss: z.string(),
  exp: z.number(),
  nbf: z.number().optional(),
  tid: z.string(),
  appid: z.string().optional(),
  roles: z.array(z.string()).default([]),
});
export type Claims = z.infer<typeof claimsSchema>;

export type TokenCheck = { ok: true; claims: Claims } | { ok: false; problem: 'missing' | 'malformed' | 'signature' | 'expired' };

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function decode(part: string | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

interface SigningKey {
  kid: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

function makeKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return {
    privateKey: createPrivateKey(privateKey),
    publicKey: createPublicKey(publicKey),
    kid: createHash('sha1').update(publicKey).digest('base64url'),
  };
}

let firstKey: SigningKey | undefined;

export class TokenService {
  /** The last one signs; all are published. */
  private keys: [...SigningKey[], SigningKey];

  constructor() {
    // One pair per process: making one takes longer than starting the server.
    firstKey ??= makeKey();
    this.keys = [firstKey];
  }

  private get current(): SigningKey {
    return this.keys[this.keys.length - 1] ?? this.keys[0];
  }

  /** Signs with a new key from now on; the old ones stay published. Returns the new `kid`. */
  rotate(): string {
    const key = makeKey();
    this.keys = [...this.keys, key];
    return key.kid;
  }

  /** Publishes only the key that signs. */
  retire(): void {
    this.keys = [this.current];
  }

  kids(): string[] {
    return this.keys.map(({ kid }) => kid);
  }

  /** Sign any claims; `now` and `seconds` give nbf, iat and exp unless the claims set them. */
  issue(claims: Record<string, unknown>, now: number, seconds: number): string {
    const iat = Math.floor(now / 1000);
    const payload = { iat, nbf: iat, exp: iat + seconds, uti: randomUUID().slice(0, 22), ...claims };
    const { kid, privateKey } = this.current;
    const signed = `${encode({ typ: 'JWT', alg: 'RS256', x5t: kid, kid })}.${encode(payload)}`;
    return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
  }

  /** Check the signature and the lifetime of an `Authorization` header's bearer token. */
  check(header: string | undefined, now: number): TokenCheck {
    const token = /^Bearer\s+(\S+)$/i.exec(header ?? '')?.[1];
    if (!token) return { ok: false, problem: 'missing' };
    const [head, payload, signature] = token.split('.');
    const claims = claimsSchema.safeParse(decode(payload));
    if (!head || !signature || !claims.success) return { ok: false, problem: 'malformed' };
    const bytes = Buffer.from(`${head}.${payload}`);
    if (!this.keys.some(({ publicKey }) => verify('sha256', bytes, publicKey, Buffer.from(signature, 'base64url'))))
      return { ok: false, problem: 'signature' };
    if (claims.data.exp * 1000 <= now) return { ok: false, problem: 'expired' };
    return { ok: true, claims: claims.data };
  }

  /** Tenant named by a bearer token, unverified: enough to choose the faults of a request. */
  tenantOf(header: string | undefined): string | undefined {
    const claims = claimsSchema.safeParse(decode(/^Bearer\s+\S+?\.(\S+?)\./i.exec(header ?? '')?.[1]));
    return claims.success ? claims.data.tid : undefined;
  }

  /** JSON Web Key Set. */
  keySet(): { keys: Record<string, unknown>[] } {
    return {
      keys: this.keys.map(({ kid, publicKey }) => ({ ...publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid, x5t: kid })),
    };
  }
}
