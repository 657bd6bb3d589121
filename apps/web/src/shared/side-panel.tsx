import { badgeClass, Button, CopyButton, cx, Kbd, Link2, Skeleton, X } from '@aoc/web/ui';
import { useEffect, useRef, type ReactNode } from 'react';

interface SidePanelProps {
  /** What is shown, e.g. `event`. */
  thing: string;
  /** Of what is shown; another one starts at the top. */
  id: string;
  /** Beside the list; otherwise it covers the list. */
  beside: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** Everything about one row of a list, next to the list or over it. */
export function SidePanel({ thing, id, beside, onClose, children }: SidePanelProps) {
  const panel = useRef<HTMLElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const title = `${thing.charAt(0).toUpperCase()}${thing.slice(1)}`;
  useEffect(() => {
    panel.current?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    void body.current?.scrollTo({ top: 0 });
  }, [id]);
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-label={`${title} details`}
      className={cx(
        'flex flex-col bg-surface outline-none',
        beside ? 'w-[clamp(26rem,36vw,46rem)] shrink-0 border-l border-line' : 'fixed inset-0 z-40',
      )}
    >
      <div className="flex h-11 shrink-0 items-center gap-1 border-b border-line px-3 sm:px-4">
        <span className={cx(badgeClass('neutral'), 'border-0 bg-transparent px-1 text-soft')}>{title}</span>
        <span className="ml-auto flex items-center gap-1.5 text-xs text-faint max-lg:hidden">
          <Kbd>j</Kbd>
          <Kbd>k</Kbd> next, previous <Kbd>Esc</Kbd> close
        </span>
        <span className="ml-2 flex items-center max-lg:ml-auto">
          <CopyButton text={location.href} label="Copy link" icon={Link2} />
          <Button variant="ghost" size="sm" onClick={onClose} aria-label={`Close ${thing}`}>
            <X aria-hidden className="size-4" />
          </Button>
        </span>
      </div>
      <div ref={body} className="relative min-h-0 flex-1 overflow-y-auto" tabIndex={0} role="region" aria-label={`Details of the ${thing}`}>
        {children}
      </div>
    </aside>
  );
}

export function PanelSkeleton({ thing }: { thing: string }) {
  return (
    <div role="status" aria-label={`Loading the ${thing}`} className="flex flex-col gap-4 p-5">
      <Skeleton className="h-6 w-4/5" />
      <Skeleton className="h-5 w-1/2" />
      <Skeleton className="h-32" />
      <Skeleton className="h-24" />
    </div>
  );
}
