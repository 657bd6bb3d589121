import type { Redis } from '@aoc/server/queues';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';

const MINUTE_SECONDS = 60;
/** A request is not held up for its count; within one data centre it takes a millisecond. */
const COUNT_WITHIN_MS = 250;
/** After a count that failed or was late, this process counts by itself for so long. */
const ALONE_MS = 5000;

/** Until when this process counts by itself; one for all limits of a process, so that a request waits for one late count at most. */
export class Alone {
  private until = 0;
  constructor(private readonly onAway: (error: unknown) => void) {}

  get now(): boolean {
    return performance.now() < this.until;
  }
  begin(error: unknown): void {
    this.until = performance.now() + ALONE_MS;
    this.onAway(error);
  }
}

export interface SharedLimitOptions {
  valkey: Redis;
  /** Begins the keys of this limit. */
  prefix: string;
  perMinute: number;
  alone: Alone;
}

/**
 * So many a minute for each key, counted by all processes together in Valkey.
 *
 * While Valkey is away each process counts for itself. Letting everybody through would take the protection away at the moment when things
 * go wrong, and refusing everybody would make the queue a part that reading cannot do without: this way the limit is at worst so many
 * times larger as there are processes. What is counted in one place is not carried over to the other.
 */
export class SharedLimit {
  private readonly shared: RateLimiterRedis;
  private readonly own: RateLimiterMemory;

  constructor(private readonly options: SharedLimitOptions) {
    const limit = { points: options.perMinute, duration: MINUTE_SECONDS };
    // Who has used everything up is refused without a round trip.
    this.shared = new RateLimiterRedis({
      ...limit,
      storeClient: options.valkey,
      keyPrefix: options.prefix,
      rejectIfRedisNotReady: true,
      inMemoryBlockOnConsumed: options.perMinute,
    });
    this.own = new RateLimiterMemory(limit);
  }

  /** @returns milliseconds until the next is allowed, or null when this one is */
  async refusedFor(key: string): Promise<number | null> {
    try {
      await this.count(key);
      return null;
    } catch (refused) {
      if (refused instanceof RateLimiterRes) return refused.msBeforeNext;
      throw refused;
    }
  }

  private async count(key: string): Promise<void> {
    if (!this.options.alone.now) {
      try {
        await inTime(this.shared.consume(key));
        return;
      } catch (error) {
        if (error instanceof RateLimiterRes) throw error;
        this.options.alone.begin(error);
      }
    }
    await this.own.consume(key);
  }
}

async function inTime(work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('the count was late')), COUNT_WITHIN_MS);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
