import type { StoreResult } from '../store/store-records';

/** Times of one newly stored event, in milliseconds since 1970. */
interface LagSample {
  platformMs: number;
  ownMs: number;
}

const MAX_SAMPLES = 2000;

const median = (values: number[]): number | null => {
  const sorted = values.sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  return middle === undefined ? null : Math.max(0, Math.round(middle / 1000));
};

/** Running totals of one run of a source. */
export class Tally {
  private pages: number;
  private read: number;
  private stored: number;
  private duplicates: number;
  private rejected: number;
  private readonly samples: LagSample[] = [];

  /** `before`: what the run had counted when another worker was stopped. */
  constructor(before: Partial<ReturnType<Tally['totals']>> = {}) {
    this.pages = before.pages ?? 0;
    this.read = before.read ?? 0;
    this.stored = before.stored ?? 0;
    this.duplicates = before.duplicates ?? 0;
    this.rejected = before.rejected ?? 0;
  }

  add(result: StoreResult): void {
    this.pages += 1;
    this.read += result.read;
    this.stored += result.stored;
    this.duplicates += result.duplicates;
    this.rejected += result.rejected;
  }

  /** An event that was `available` at Microsoft and is stored now. */
  sample(happened: Date, available: number, stored: number): void {
    if (this.samples.length < MAX_SAMPLES) this.samples.push({ platformMs: available - happened.getTime(), ownMs: stored - available });
  }

  totals() {
    const { pages, read, stored, duplicates, rejected } = this;
    return { pages, read, stored, duplicates, rejected };
  }

  /** Medians in seconds; null without a new event. */
  lags(): { lag_seconds: number | null; platform_lag_seconds: number | null } {
    return {
      lag_seconds: median(this.samples.map((s) => s.ownMs)),
      platform_lag_seconds: median(this.samples.map((s) => s.platformMs)),
    };
  }
}
