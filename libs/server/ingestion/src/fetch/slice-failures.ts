import { MicrosoftError } from '@aoc/microsoft';
import { DamagedPageError } from './damaged-page-error';

/** Failed calls in different slices after which a run gives up; damaged pages say nothing about the next slice. */
const MAX_FAILURES = 3;

/**
 * Lets a run go on after one slice has failed, since the next one may succeed; the slice stays a hole that later runs read.
 * What concerns all slices (credentials, throttling, the database, an abort) ends the run at once.
 */
export class SliceFailures {
  private readonly failures: Error[] = [];

  async guard(read: () => Promise<void>): Promise<void> {
    try {
      await read();
    } catch (error) {
      const local = error instanceof DamagedPageError || (error instanceof MicrosoftError && error.retryable && error.kind !== 'throttled');
      if (!local) throw error;
      this.failures.push(error);
      if (this.failures.filter((failure) => failure instanceof MicrosoftError).length >= MAX_FAILURES) throw error;
    }
  }

  /** @throws the first failure, when there was one */
  throwIfAny(): void {
    const [first] = this.failures;
    if (first) throw first;
  }
}
