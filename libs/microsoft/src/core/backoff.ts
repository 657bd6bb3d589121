/**
 * Exponential backoff with full jitter: uniform in [0, min(cap, base * 2^attempt)). `attempt` counts from 0; `random` is in
 * [0, 1). Source: Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */
export function backoffMs(attempt: number, random: number, base = 250, cap = 8_000): number {
  return Math.floor(random * Math.min(cap, base * 2 ** Math.min(attempt, 30)));
}

/** Waits, or throws the reason of the signal as soon as it is aborted. */
export async function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  if (ms <= 0) return;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const onAbort = (): void => reject(abortReason(signal));
  const timer = setTimeout(resolve, ms);
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}

const abortReason = (signal: AbortSignal | undefined): Error =>
  signal?.reason instanceof Error ? signal.reason : new DOMException('The operation was aborted.', 'AbortError');
