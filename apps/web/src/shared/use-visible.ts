import { useSyncExternalStore } from 'react';

/** Whether the tab is in view; what costs the server something pauses while it is not. */
export const useVisible = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      document.addEventListener('visibilitychange', listener);
      return () => document.removeEventListener('visibilitychange', listener);
    },
    () => document.visibilityState === 'visible',
  );
