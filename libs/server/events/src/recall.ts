import { privacyKey, type ReadContext } from '@aoc/server/context';
import { LRUCache } from 'lru-cache';
import type { EventStore } from './event-store';
import { revisions, type Revised } from './facet-revision';

interface Remembered<T> {
  revision: string;
  value: T;
}
interface Kept<T extends object> {
  answers: LRUCache<string, Remembered<T>>;
  /** Answers that are being read, by key and revision: who asks meanwhile gets the same one. */
  underway: Map<string, Promise<T>>;
}

/** So that a process of another version, which may not say what it changes, misleads nobody for long. */
const LONGEST_MS = 60_000;

/** Answers of one kind that hold until something of their tenants changes. Each process keeps its own. */
export class Memory<T extends object> {
  private readonly byStore = new WeakMap<object, Kept<T>>();

  /** @param most sum of the sizes of what is kept, each as `sizeOf` measures it, at least 1 */
  constructor(
    readonly until: Revised,
    private readonly most: number,
    private readonly sizeOf: (value: T) => number,
  ) {}

  /** The answer found at this revision, read at most once by all who ask for it. */
  async of(store: object, key: string, revision: string, read: () => Promise<T>): Promise<T> {
    const { answers, underway } = this.keptOf(store);
    const found = this.known(store, key, revision);
    if (found) return found;
    const own = `${revision} ${key}`;
    const others = underway.get(own);
    if (others) return others;
    const reading = read();
    underway.set(own, reading);
    try {
      const value = await reading;
      answers.set(key, { revision, value });
      return value;
    } finally {
      underway.delete(own);
    }
  }

  /** The answer found at this revision, if there is one. */
  known(store: object, key: string, revision: string): T | null {
    const found = this.keptOf(store).answers.get(key);
    return found?.revision === revision ? found.value : null;
  }

  private keptOf(store: object): Kept<T> {
    const sizeCalculation = ({ value }: Remembered<T>): number => Math.max(1, Math.ceil(this.sizeOf(value)));
    const kept = this.byStore.get(store) ?? {
      answers: new LRUCache<string, Remembered<T>>({ maxSize: this.most, sizeCalculation, ttl: LONGEST_MS }),
      underway: new Map<string, Promise<T>>(),
    };
    this.byStore.set(store, kept);
    return kept;
  }
}

/**
 * What one request remembers of earlier ones. Every change of what is stored (events, tags) ends with another revision of the facets,
 * every change of what has been read with another one of the coverage: what was found out at the revision of this moment still holds.
 */
export class Recall {
  private revisions: ReturnType<typeof revisions> | undefined;
  private readonly scope: string;

  constructor(
    private readonly ctx: ReadContext,
    private readonly store: Pick<EventStore, 'facetRevisions'>,
  ) {
    this.scope = privacyKey(ctx);
  }

  /** The answer known by this key, or else that of `read`; `read` each time when the revision cannot be told. */
  async of<T extends object>(memory: Memory<T>, key: string, read: () => Promise<T>): Promise<T> {
    const revision = await this.revision(memory);
    return revision === null ? read() : memory.of(this.store.facetRevisions, `${this.scope} ${key}`, revision, read);
  }

  /** The answer known by this key; null when it would have to be read. */
  async known<T extends object>(memory: Memory<T>, key: string): Promise<T | null> {
    const revision = await this.revision(memory);
    return revision === null ? null : memory.known(this.store.facetRevisions, `${this.scope} ${key}`, revision);
  }

  private async revision<T extends object>(memory: Memory<T>): Promise<string | null> {
    this.revisions ??= revisions(this.ctx, this.store);
    return (await this.revisions)[memory.until];
  }
}
