import type { Clock } from '@aoc/server/context';

export interface BreakerOptions {
  clock: Clock;
  /** Failures in a row that open it. */
  failures: number;
  /** Milliseconds that it stays open before one call may try. */
  pauseMs: number;
}

/**
 * Keeps calls from a service that fails: after some failures in a row it opens and lets nothing through; after a pause it lets one call
 * try, whose outcome closes it or opens it anew. State of one process.
 */
export class CircuitBreaker {
  private inARow = 0;
  private openUntil = 0;
  private trying = false;

  constructor(private readonly options: BreakerOptions) {}

  /** Whether a call may be made now; a caller that gets true must tell the outcome. Else the milliseconds until the next try. */
  admit(): true | number {
    if (this.inARow < this.options.failures) return true;
    const left = this.openUntil - this.options.clock.now().getTime();
    if (left > 0) return left;
    if (this.trying) return this.options.pauseMs;
    this.trying = true;
    return true;
  }

  /** @param outcome `neutral`: the call says nothing about the service, e.g. because its caller went away */
  note(outcome: 'success' | 'failure' | 'neutral'): void {
    this.trying = false;
    if (outcome === 'success') this.inARow = 0;
    if (outcome !== 'failure') return;
    this.inARow++;
    if (this.inARow >= this.options.failures) this.openUntil = this.options.clock.now().getTime() + this.options.pauseMs;
  }
}
