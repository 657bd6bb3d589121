import { lazy, Suspense, useCallback, useRef, useState, type ReactNode, type Ref } from 'react';

// Positioning and focus handling come with the first opening, not with the first look.
const importPanel = () => import('./popover-panel');
const PopoverPanel = lazy(async () => ({ default: (await importPanel()).PopoverPanel }));

/** What the trigger must carry. */
export interface PopoverTrigger {
  ref: Ref<HTMLButtonElement>;
  'aria-haspopup': 'dialog';
  'aria-expanded': boolean;
  onClick: () => void;
  onPointerEnter: () => void;
}

interface PopoverProps {
  /** Renders the button that opens the panel; it must spread what it gets. */
  trigger: (props: PopoverTrigger) => ReactNode;
  /** Accessible name of the panel. */
  label: string;
  /** Gets `close`, for choices that end the choosing. */
  children: (close: () => void) => ReactNode;
  align?: 'start' | 'end';
  className?: string;
}

/** A floating panel under its trigger; Esc or a click outside closes it and gives the focus back. */
export function Popover({ trigger, label, children, align = 'start', className }: PopoverProps) {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const close = useCallback(() => setOpen(false), []);
  return (
    <>
      {trigger({
        ref: anchor,
        'aria-haspopup': 'dialog',
        'aria-expanded': open,
        onClick: () => setOpen(!open),
        onPointerEnter: () => void importPanel(),
      })}
      {open && (
        <Suspense>
          <PopoverPanel anchor={anchor} label={label} align={align} className={className} onClose={close}>
            {children(close)}
          </PopoverPanel>
        </Suspense>
      )}
    </>
  );
}
