import { type IconComponent } from '@aoc/web/ui';
import { useEffect, useSyncExternalStore } from 'react';

/** Something that the command palette offers. */
export interface Command {
  id: string;
  label: string;
  group: string;
  icon: IconComponent;
  /** Key that does the same on the screen, shown beside the label. */
  shortcut?: string;
  run: () => void;
}

const NONE: Command[] = [];
let current = NONE;
const listeners = new Set<() => void>();
const set = (commands: Command[]) => {
  current = commands;
  for (const listener of listeners) listener();
};

/** Offers commands in the palette for as long as the screen is shown. */
export function useOfferCommands(commands: Command[]): void {
  useEffect(() => {
    set(commands);
    return () => set(NONE);
  }, [commands]);
}

/** Commands of the screen that is shown. */
export const useScreenCommands = (): Command[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => current,
  );
