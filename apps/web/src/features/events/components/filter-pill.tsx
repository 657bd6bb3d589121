import { cx, Popover } from '@aoc/web/ui';
import { ChevronDown, X } from 'lucide-react';
import { useState, type ReactNode } from 'react';

interface FilterPillProps {
  label: string;
  /** What the filter says, in short; null when it is not in force. */
  value: string | null;
  onClear: () => void;
  /** Gets `close`, for choices that end the choosing. */
  children: (close: () => void) => ReactNode;
}

/** One filter: a button that names it and its value, a panel to change it, a cross to drop it. */
export function FilterPill({ label, value, onClear, children }: FilterPillProps) {
  const [open, setOpen] = useState(false);
  const active = value !== null;
  return (
    <div
      className={cx(
        'flex h-8 max-w-72 shrink-0 items-stretch overflow-hidden rounded-full border text-[0.8125rem] transition-colors',
        active ? 'border-accent/50 bg-accent-tint' : 'border-line-strong/70 bg-surface hover:bg-hover',
      )}
    >
      <Popover
        label={`${label} filter`}
        open={open}
        onOpenChange={setOpen}
        trigger={
          <button type="button" className={cx('flex min-w-0 items-center gap-1.5 rounded-full pl-3', active ? 'pr-1.5' : 'pr-2.5')}>
            <span className={active ? 'text-soft' : 'text-ink'}>{label}</span>
            {active ? (
              <span className="truncate font-medium text-accent">{value}</span>
            ) : (
              <ChevronDown aria-hidden className="size-3.5 text-faint" />
            )}
          </button>
        }
      >
        {children(() => setOpen(false))}
      </Popover>
      {active && (
        <button
          type="button"
          aria-label={`Clear ${label} filter`}
          onClick={onClear}
          className="grid w-7 shrink-0 place-items-center rounded-full text-accent hover:bg-accent/15"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      )}
    </div>
  );
}
