import { useSyncExternalStore } from 'react';
import type { Zone } from './time';

export type Theme = 'dark' | 'light';
const listeners = new Set<() => void>();
const memory = new Map<string, string>();

function read(key: string): string | null {
  try {
    return localStorage.getItem(key) ?? memory.get(key) ?? null;
  } catch {
    return memory.get(key) ?? null;
  }
}
function write(key: string, value: string): void {
  memory.set(key, value);
  try {
    localStorage.setItem(key, value);
  } catch {
    // Blocked storage: the choice lasts until the page is closed.
  }
  for (const listener of listeners) listener();
}
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** Dark unless the reader chose light; the key is also read by public/theme.js. */
export const useTheme = (): Theme => useSyncExternalStore(subscribe, () => (read('aoc.theme') === 'light' ? 'light' : 'dark'));
export function setTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  write('aoc.theme', theme);
}

export const useZone = (): Zone => useSyncExternalStore(subscribe, () => (read('aoc.zone') === 'utc' ? 'utc' : 'local'));
export const setZone = (zone: Zone): void => write('aoc.zone', zone);

/** A choice of the reader that this browser keeps, as text; null until there is one. */
export function usePreference(name: string): [value: string | null, set: (value: string) => void] {
  const key = `aoc.${name}`;
  return [useSyncExternalStore(subscribe, () => read(key)), (value) => write(key, value)];
}
