import type { FetchedSource } from '@aoc/contracts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What an API allows, in milliseconds. */
export interface SourceLimits {
  /** Age up to which the API still has records; a little less than documented, because a request takes time. */
  maxAgeMs: number;
  /** Longest slice that is asked for at once. */
  maxSliceMs: number;
  /** Part before the watermark that is always read again, whatever is configured. */
  minOverlapMs: number;
}

/**
 * Graph keeps audit and sign-in logs for 30 days with a premium licence (Microsoft Entra data retention); the Management
 * Activity API lists content of the last 7 days in windows of at most 24 hours, and late content of up to a day is normal.
 */
export function limitsOf(source: FetchedSource): SourceLimits {
  return source === 'unified'
    ? { maxAgeMs: 7 * DAY - HOUR / 2, maxSliceMs: DAY, minOverlapMs: DAY }
    : { maxAgeMs: 30 * DAY - HOUR / 2, maxSliceMs: 6 * HOUR, minOverlapMs: 0 };
}
