import { createHash, randomBytes } from 'node:crypto';
import type { Redis } from './valkey';

/** Values that can be taken once, within their time, by a word that cannot be guessed. Only a hash of the word is kept. */
export class OneTimeStore {
  constructor(
    private readonly client: Redis,
    private readonly prefix: string,
  ) {}

  /** @returns the word */
  async put(value: string, seconds: number): Promise<string> {
    const word = randomBytes(32).toString('base64url');
    await this.client.set(this.name(word), value, 'EX', seconds);
    return word;
  }
  /** @returns the value, or null when there is none (any more) */
  take(word: string): Promise<string | null> {
    return this.client.getdel(this.name(word));
  }
  private name(word: string): string {
    return `${this.prefix}:once:${createHash('sha256').update(word).digest('hex')}`;
  }
}
