import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const part = (token: string, index: 0 | 1): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString('utf8'));

const headerOf = (token: string) => part(token, 0);
const claimsOf = (token: string) => part(token, 1);

interface Forgery {
  header?: Record<string, unknown>;
  claims?: Record<string, unknown>;
}
const unsigned = (token: string, { header, claims }: Forgery): string =>
  `${encode({ ...headerOf(token), ...header })}.${encode({ ...claimsOf(token), ...claims })}`;

const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

/** The same token with changes, signed by somebody else. */
export function signedByStranger(token: string, change: Forgery = {}, key: KeyObject = stranger): string {
  const text = unsigned(token, change);
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
}
/** The same token with changes and the signature that it had. */
export const withOldSignature = (token: string, change: Forgery): string => `${unsigned(token, change)}.${token.split('.')[2] ?? ''}`;
/** The same token with an algorithm that takes the public key for a shared secret. */
export function signedWithPublicKey(token: string, pem: string): string {
  const text = unsigned(token, { header: { alg: 'HS256' } });
  return `${text}.${createHmac('sha256', pem).update(text).digest('base64url')}`;
}
