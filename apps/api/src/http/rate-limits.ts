import { DomainError, type RouteContract } from '@aoc/contracts';
import type { Config } from '@aoc/server/config';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

const MINUTE_SECONDS = 60;

/**
 * How often one caller may ask. Counted in each API process: a shared count would cost every request a round trip, and would hold all of
 * them up while the queue does not answer.
 */
export class RateLimits {
  private readonly all: RateLimiterMemory | null;
  private readonly heavy: RateLimiterMemory | null;

  constructor(config: Pick<Config, 'RATE_LIMIT_PER_MINUTE' | 'RATE_LIMIT_HEAVY_PER_MINUTE'>) {
    const limiter = (points: number) => (points === 0 ? null : new RateLimiterMemory({ points, duration: MINUTE_SECONDS }));
    this.all = limiter(config.RATE_LIMIT_PER_MINUTE);
    this.heavy = limiter(config.RATE_LIMIT_HEAVY_PER_MINUTE);
  }

  /** @throws DomainError rate_limited that says when to ask again */
  async take(caller: string, contract: RouteContract): Promise<void> {
    await count(this.all, caller, 'requests');
    if (contract.heavy) await this.takeHeavy(caller);
  }

  /** Counts what costs much, and was not asked for by a route of its own. @throws DomainError rate_limited */
  async takeHeavy(caller: string): Promise<void> {
    await count(this.heavy, caller, 'exports, imports, fetches and previews');
  }
}

async function count(limiter: RateLimiterMemory | null, caller: string, what: string): Promise<void> {
  try {
    await limiter?.consume(caller);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    throw new DomainError('rate_limited', `You have used up the ${what} of this minute. Ask again after the time in Retry-After.`, {
      retryAfterSeconds: Math.max(1, Math.ceil(refused.msBeforeNext / 1000)),
    });
  }
}
