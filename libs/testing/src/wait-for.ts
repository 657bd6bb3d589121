import { setTimeout as pause } from 'node:timers/promises';

/**
 * Polls until `probe` gives something other than false, null or undefined, and resolves to that.
 * @throws Error naming `what` and the last failure when `timeoutMs` has passed
 */
export async function waitFor<T>(what: string, probe: () => Promise<T> | T, timeoutMs = 15_000, everyMs = 50): Promise<NonNullable<T>> {
  const end = performance.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    try {
      const value = await probe();
      if (value !== false && value !== null && value !== undefined) return value;
      last = value;
    } catch (error) {
      last = error;
    }
    if (performance.now() > end) throw new Error(`Waited ${timeoutMs} ms for ${what}; last: ${String(last)}`);
    await pause(everyMs);
  }
}
