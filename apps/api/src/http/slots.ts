import { DomainError } from '@aoc/contracts';

/** A limited number of long answers at the same time. */
export class Slots {
  private used = 0;
  constructor(
    private readonly most: number,
    private readonly what: string,
  ) {}

  /** @returns what gives the place back, once. @throws DomainError rate_limited when all are taken */
  take(): () => void {
    if (this.used >= this.most)
      throw new DomainError('rate_limited', `There are ${this.most} ${this.what} at work, which is the most. Try again in a moment.`, {
        retryAfterSeconds: 5,
      });
    this.used += 1;
    let held = true;
    return () => {
      if (held) this.used -= 1;
      held = false;
    };
  }
}
