import { setTimeout as delay } from 'node:timers/promises';

/** What the work comes to, or null when it takes longer than that many milliseconds. It goes on all the same. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T | null> {
  const answered = new AbortController();
  try {
    return await Promise.race([work, delay(ms, null, { signal: answered.signal })]);
  } finally {
    answered.abort();
  }
}
