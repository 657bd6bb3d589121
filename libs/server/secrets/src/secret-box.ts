import { DomainError, type TenantId } from '@aoc/contracts';
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { openKeys, type ConfiguredKeys } from './keys';

/** What a secret belongs to. A sealed text opens only for the same purpose and tenant, so that it cannot be moved elsewhere. */
export interface SecretScope {
  /** What it is, for example `channel-url`. */
  purpose: string;
  tenantId: TenantId;
}

/** A sealed text that cannot be opened; the message says what an operator can do, and never what is in it. */
export class SecretError extends Error {
  override readonly name = 'SecretError';
}

/** Seals small secrets for the database. */
export interface SecretBox {
  /** @throws DomainError conflict when no key is configured */
  seal(secret: string, scope: SecretScope): string;
  /** @throws SecretError when the text was changed, belongs to another scope, or its key is not configured */
  open(sealed: string, scope: SecretScope): string;
  /** False for a text that was sealed with a previous key: seal it again. */
  isCurrent(sealed: string): boolean;
}

const VERSION = 'v1';
const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const NO_KEY =
  'AOC has no key to store secrets with. Set ENCRYPTION_KEY (32 bytes in base64, for example from "openssl rand -base64 32") for the API and the worker, and start them again.';

const additionalData = (keyId: string, { purpose, tenantId }: SecretScope): Buffer =>
  Buffer.from(JSON.stringify([VERSION, keyId, purpose, tenantId]));

function partsOf(sealed: string): { keyId: string; iv: Buffer; body: Buffer; tag: Buffer } {
  const [version, keyId, ivText, text, ...rest] = sealed.split('.');
  const iv = Buffer.from(ivText ?? '', 'base64url');
  const bytes = Buffer.from(text ?? '', 'base64url');
  // Decoding is lenient; only the one text that sealing gives is taken.
  const whole = iv.toString('base64url') === ivText && bytes.toString('base64url') === text && rest.length === 0;
  if (version !== VERSION || keyId === undefined || !whole || iv.length !== IV_BYTES || bytes.length < TAG_BYTES)
    throw new SecretError('A stored secret is damaged. Enter it again.');
  return { keyId, iv, body: bytes.subarray(0, -TAG_BYTES), tag: bytes.subarray(-TAG_BYTES) };
}

/**
 * Seals with AES-256-GCM. A sealed text is `v1.<key id>.<iv>.<ciphertext and tag>`; version, key id, purpose and tenant are
 * authenticated with it.
 * @param keys in base64, 32 bytes each; an empty current one means that nothing can be sealed. Previous ones only open.
 */
export function secretBox(keys: ConfiguredKeys): SecretBox {
  const { current, known } = openKeys(keys);
  return {
    seal(secret, scope) {
      if (!current) throw new DomainError('conflict', NO_KEY);
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, current.bytes, iv, { authTagLength: TAG_BYTES });
      cipher.setAAD(additionalData(current.id, scope));
      const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return [VERSION, current.id, iv.toString('base64url'), body.toString('base64url')].join('.');
    },
    open(sealed, scope) {
      const { keyId, iv, body, tag } = partsOf(sealed);
      const key = known.get(keyId);
      if (!key)
        throw new SecretError(
          `A stored secret was sealed with the key ${keyId}, which is not configured. Put that key into ENCRYPTION_KEY or ENCRYPTION_KEY_PREVIOUS, or enter the secret again.`,
        );
      const decipher = createDecipheriv(CIPHER, key.bytes, iv, { authTagLength: TAG_BYTES });
      decipher.setAAD(additionalData(keyId, scope));
      decipher.setAuthTag(tag);
      try {
        return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
      } catch (cause) {
        throw new SecretError('A stored secret was changed, or belongs to something else. Enter it again.', { cause });
      }
    },
    isCurrent: (sealed) => current !== null && sealed.startsWith(`${VERSION}.${current.id}.`),
  };
}
