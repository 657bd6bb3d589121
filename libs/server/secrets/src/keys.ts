import { createHash } from 'node:crypto';

/** The configured keys, in base64, 32 bytes each. */
export interface ConfiguredKeys {
  /** Empty: there is none. */
  current: string;
  /** Keys that were current before. */
  previous?: readonly string[];
}

export interface Key {
  id: string;
  bytes: Buffer;
}

/** The id names a key without telling anything of it: 8 bytes of a hash that is used for nothing else. */
const toKey = (base64: string): Key => {
  const bytes = Buffer.from(base64, 'base64');
  return { id: createHash('sha256').update('aoc key id').update(bytes).digest('hex').slice(0, 16), bytes };
};

export function openKeys({ current, previous = [] }: ConfiguredKeys): { current: Key | null; known: ReadonlyMap<string, Key> } {
  const own = current === '' ? null : toKey(current);
  return { current: own, known: new Map([...previous.map(toKey), ...(own ? [own] : [])].map((key) => [key.id, key])) };
}
