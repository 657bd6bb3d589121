import { useSyncExternalStore } from 'react';

const STEP_MS = 10_000;
const subscribe = (listener: () => void) => {
  const timer = setInterval(listener, STEP_MS);
  return () => clearInterval(timer);
};
/** The current time in milliseconds, moving every ten seconds: for texts such as `4 min ago`. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => Math.floor(Date.now() / STEP_MS) * STEP_MS + STEP_MS / 2);
