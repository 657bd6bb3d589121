import { createHash } from 'node:crypto';
import type { Redis } from './valkey';

/** Texts that are kept for a while, by a key of any parts. The parts are hashed: neither names nor ids stand in the keys. */
export class ExpiringStore {
  constructor(
    private readonly client: Redis,
    private readonly prefix: string,
  ) {}

  /** @returns null when there is none (any more) */
  get(key: readonly string[]): Promise<string | null> {
    return this.client.get(this.name(key));
  }

  async set(key: readonly string[], text: string, seconds: number): Promise<void> {
    await this.client.set(this.name(key), text, 'EX', Math.ceil(seconds));
  }

  private name(key: readonly string[]): string {
    return `${this.prefix}:kept:${createHash('sha256').update(JSON.stringify(key)).digest('hex')}`;
  }
}
