const SUCCESS = new Set(['true', 'success', 'succeeded', 'successful', 'partiallysucceeded', 'ok']);
const FAILURE = new Set(['false', 'failed', 'failure', 'fail', 'error']);
const TIMEOUT = new Set(['timeout', 'timedout']);

/**
 * A source's result in lower case: `success`, `failure`, `timeout`, and whatever else the source says.
 * `True`, `Succeeded` and their like are `success`, and so is `PartiallySucceeded`: something did change.
 * `unknownFutureValue` keeps the spelling that Graph documents. Null when absent or empty.
 */
export function foldResult(value: unknown): string | null {
  if (typeof value === 'boolean') return value ? 'success' : 'failure';
  if (typeof value !== 'string') return null;
  const folded = value.trim().toLowerCase();
  if (folded === '' || folded === 'none' || folded === 'null' || folded.length > 64) return null;
  if (SUCCESS.has(folded)) return 'success';
  if (FAILURE.has(folded)) return 'failure';
  if (TIMEOUT.has(folded)) return 'timeout';
  return folded === 'unknownfuturevalue' ? 'unknownFutureValue' : folded.toWellFormed();
}

/** The result in an error code, where 0 is success (number or numeric string); null when it is none. */
export function resultOfCode(value: unknown): string | null {
  if (typeof value === 'number') return value === 0 ? 'success' : 'failure';
  if (typeof value !== 'string' || !/^-?\d{1,12}$/.test(value.trim())) return null;
  return Number(value) === 0 ? 'success' : 'failure';
}
