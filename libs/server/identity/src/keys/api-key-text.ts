import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const FORM = /^aoc_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/;

/** True for what is meant as an API key, complete or not. */
export const looksLikeApiKey = (credential: string): boolean => credential.startsWith('aoc_');

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** A new key: its id, the text that its owner gets once, and the hash to keep. */
export function newApiKey(): { id: string; text: string; hash: string } {
  const id = randomBytes(8).toString('hex');
  const secret = randomBytes(32).toString('base64url');
  return { id, text: `aoc_${id}_${secret}`, hash: hashOf(secret) };
}

/** Parts of a key, or null for anything else. */
export function parseApiKey(credential: string): { id: string; matches(hash: string): boolean } | null {
  const [, id, secret] = FORM.exec(credential) ?? [];
  if (id === undefined || secret === undefined) return null;
  const given = Buffer.from(hashOf(secret), 'hex');
  return {
    id,
    matches(hash) {
      const kept = Buffer.from(hash, 'hex');
      return kept.length === given.length && timingSafeEqual(kept, given);
    },
  };
}
