/** Failed attempts after which a message is dead. */
export const MAX_FAILURES = 8;
const FIRST_MS = 30_000;
const FACTOR = 3;
const LONGEST_MS = 6 * 3_600_000;
const SHORTEST_MS = 1000;
/** A receiver that is away is tried at least this often while something waits for it. */
const LONGEST_REST_MS = 60_000;

/**
 * The wait after `failures` failures in a row, in milliseconds: exponential with full jitter, so that many messages do not come back at
 * the same moment (source: Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015). The eight tries of a message spread
 * over up to nine hours. `retryAfterMs` of the receiver is the least, within the longest wait.
 * @param random in [0, 1)
 */
export function waitMs(failures: number, random: number, retryAfterMs = 0): number {
  const bound = Math.min(LONGEST_MS, FIRST_MS * FACTOR ** Math.min(Math.max(0, failures - 1), 20));
  return Math.max(SHORTEST_MS, Math.floor(random * bound), Math.min(retryAfterMs, LONGEST_MS));
}

/** How long the whole channel rests after a failure; as long as the receiver asked for, if it did. */
export const restMs = (wait: number, retryAfterMs = 0): number =>
  Math.max(Math.min(wait, LONGEST_REST_MS), Math.min(retryAfterMs, LONGEST_MS));

/** Milliseconds of a Retry-After header (RFC 9110, 10.2.3): seconds or an HTTP date; 0 when absent or not understood. */
export function parseRetryAfter(value: string | undefined, now: Date): number {
  const text = value?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  if (!/^(mon|tue|wed|thu|fri|sat|sun)/i.test(text)) return 0;
  const at = Date.parse(text);
  return Number.isNaN(at) ? 0 : Math.max(0, at - now.getTime());
}
