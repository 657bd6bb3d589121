import { setTimeout as pause } from 'node:timers/promises';

const EVERY_MS = 1000;

/**
 * Tries until it succeeds, for at most `timeoutMs`: under an orchestrator stores often start at the same time. `onWait` is told once.
 * @throws what the last try threw
 */
export async function untilReady<T>(attempt: () => Promise<T>, timeoutMs: number, onWait: () => void): Promise<T> {
  const end = performance.now() + timeoutMs;
  for (let first = true; ; first = false) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() + EVERY_MS > end) throw error;
      if (first) onWait();
      await pause(EVERY_MS);
    }
  }
}
