import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { openKeys, type ConfiguredKeys, type Key } from './keys';

export type MacVerdict = 'genuine' | 'false' | 'unknown_key';

/** Marks texts in a way that nobody without the key can. */
export interface MacBox {
  /** False: there is no key, so that nothing can be marked or checked. */
  readonly hasKey: boolean;
  /** @returns `<key id>.<HMAC>`, or null when no key is configured */
  mark(purpose: string, text: string): string | null;
  /** `unknown_key`: marked under a key that is not configured. */
  check(purpose: string, text: string, mark: string): MacVerdict;
}

/** HMAC-SHA-256 under keys derived (HKDF) from the configured ones for each purpose, so that one use tells nothing of another. */
export function macBox(keys: ConfiguredKeys): MacBox {
  const { current, known } = openKeys(keys);
  const derived = new Map<string, Buffer>();
  const keyFor = (key: Key, purpose: string): Buffer => {
    const name = `${key.id} ${purpose}`;
    const have = derived.get(name) ?? Buffer.from(hkdfSync('sha256', key.bytes, '', `aoc mac ${purpose}`, 32));
    derived.set(name, have);
    return have;
  };
  const hmac = (key: Key, purpose: string, text: string): Buffer => createHmac('sha256', keyFor(key, purpose)).update(text).digest();
  return {
    hasKey: known.size > 0,
    mark: (purpose, text) => (current ? `${current.id}.${hmac(current, purpose, text).toString('base64url')}` : null),
    check(purpose, text, mark) {
      const [id = '', given = ''] = mark.split('.');
      const key = known.get(id);
      if (!key) return 'unknown_key';
      const bytes = Buffer.from(given, 'base64url');
      const expected = hmac(key, purpose, text);
      return bytes.length === expected.length && timingSafeEqual(bytes, expected) && mark === `${id}.${expected.toString('base64url')}`
        ? 'genuine'
        : 'false';
    },
  };
}
