import { lazy, Suspense, useEffect, useEffectEvent } from 'react';
import { useShortcuts } from '../shared/use-shortcuts';

const CommandPalette = lazy(async () => ({ default: (await import('./command-palette')).CommandPalette }));
const ShortcutSheet = lazy(async () => ({ default: (await import('./shortcut-sheet')).ShortcutSheet }));

export type Overlay = 'palette' | 'keys' | null;

/** What lies over any screen, and the keys that call it. */
export function Overlays({ open, onOpen }: { open: Overlay; onOpen: (overlay: Overlay) => void }) {
  // Works in fields too, unlike the single keys.
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    onOpen(open === 'palette' ? null : 'palette');
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
  useShortcuts({ '?': () => onOpen('keys') });
  const close = () => onOpen(null);
  return (
    <Suspense>
      {open === 'palette' && <CommandPalette onClose={close} onHelp={() => onOpen('keys')} />}
      {open === 'keys' && <ShortcutSheet onClose={close} />}
    </Suspense>
  );
}
