export interface LinkedSignal {
  signal: AbortSignal;
  /** Throws the reason of the first given signal that was aborted; does nothing when only the time ran out. */
  throwIfAborted(): void;
  /** Whether the time ran out. */
  expired(): boolean;
  /** Stops the time; it does not count what somebody else takes. */
  pause(): void;
  /** Starts the time anew. */
  restart(): void;
  dispose(): void;
}

/**
 * One signal for one request, from several that live longer than it, and a deadline if given. Unlike `AbortSignal.any` it leaves
 * nothing behind on the long-lived signals once disposed.
 */
export function linkSignals(signals: readonly (AbortSignal | undefined)[], deadlineMs?: number): LinkedSignal {
  const controller = new AbortController();
  const sources = signals.filter((signal) => signal !== undefined);
  let late = false;
  const onAbort = (): void => controller.abort(sources.find((source) => source.aborted)?.reason);
  const onDeadline = (): void => {
    late = true;
    controller.abort();
  };
  let timer: NodeJS.Timeout | undefined;
  const pause = (): void => clearTimeout(timer);
  const restart = (): void => {
    pause();
    if (deadlineMs !== undefined) timer = setTimeout(onDeadline, deadlineMs);
  };
  restart();
  for (const source of sources) source.addEventListener('abort', onAbort, { once: true });
  if (sources.some((source) => source.aborted)) onAbort();
  return {
    signal: controller.signal,
    throwIfAborted: () => sources.forEach((source) => source.throwIfAborted()),
    expired: () => late,
    pause,
    restart,
    dispose: () => {
      pause();
      for (const source of sources) source.removeEventListener('abort', onAbort);
    },
  };
}
