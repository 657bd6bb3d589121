import { MicrosoftError } from '@aoc/microsoft';
import { TruncatedPageError } from './truncated-page-error';

/** Failures in different slices after which a run gives up. */
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
      const local =
        error instanceof TruncatedPageError || (error instanceof MicrosoftError && error.retryable && error.kind !== 'throttled');
      if (!local) throw error;
      this.failures.push(error);
      if (this.failures.length >= MAX_FAILURES) throw error;
    }
  }

  /** @throws the first failure, when there was one */
  throwIfAny(): void {
    const [first] = this.failures;
    if (first) throw first;
  }
}
