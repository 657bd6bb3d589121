/** Longer waits are not believed: a wrong header must not stop a tenant for days. */
export const MAX_RETRY_AFTER_MS = 6 * 3600_000;

/**
 * Milliseconds to wait by a `Retry-After` header (RFC 9110, 10.2.3): seconds or an HTTP date. Graph also sends fractions of
 * seconds ("2.128"). `reference` is the sender's idea of now (its `Date` header), so that a skewed clock of ours does no harm.
 * Undefined when absent or not understood; a date that has passed is 0.
 */
export function parseRetryAfter(value: string | undefined, reference: Date): number | undefined {
  const text = value?.trim();
  if (!text) return undefined;
  if (/^\d+(\.\d*)?$/.test(text)) return Math.min(Math.ceil(Number(text) * 1000), MAX_RETRY_AFTER_MS);
  // An HTTP date begins with the name of a day; without this check Date would read "-5" or "2" as a year.
  if (!/^(mon|tue|wed|thu|fri|sat|sun)/i.test(text)) return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at)) return undefined;
  return Math.min(Math.max(0, at - reference.getTime()), MAX_RETRY_AFTER_MS);
}
