/**
 * The right to read a large answer: one holder at a time, in the order of asking. Shared by all clients of a process it bounds
 * what large answers take of its memory, however many tenants and sources are read side by side.
 */
export interface LargeLane {
  /** Takes the right if nobody has it. @returns how to give it back, once; undefined when somebody has it */
  tryEnter(): (() => void) | undefined;
  /** Waits for the right. Rejects with the reason of the signal when that is aborted. */
  enter(signal: AbortSignal): Promise<() => void>;
}

export function createLargeLane(): LargeLane {
  const waiting: (() => void)[] = [];
  let taken = false;
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else taken = false;
  };
  const tryEnter: LargeLane['tryEnter'] = () => {
    if (taken) return undefined;
    taken = true;
    return leave;
  };
  const enter: LargeLane['enter'] = async (signal) => {
    signal.throwIfAborted();
    const free = tryEnter();
    if (free) return free;
    const turn = Promise.withResolvers<void>();
    const onAbort = (): void => {
      const place = waiting.indexOf(turn.resolve);
      if (place >= 0) waiting.splice(place, 1);
      turn.reject(signal.reason);
    };
    waiting.push(turn.resolve);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      await turn.promise;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
    return leave;
  };
  return { tryEnter, enter };
}
