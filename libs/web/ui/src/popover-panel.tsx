import { Popover as Radix } from 'radix-ui';
import type { ReactNode, RefObject } from 'react';
import { cx } from './cx';

interface PanelProps {
  anchor: RefObject<HTMLElement | null>;
  label: string;
  align: 'start' | 'end';
  className?: string;
  onClose: () => void;
  children: ReactNode;
}

/** The panel of a popover, beside `anchor`. */
export function PopoverPanel({ anchor, label, align, className, onClose, children }: PanelProps) {
  const onAnchor = (target: EventTarget | null) => target instanceof Node && anchor.current?.contains(target) === true;
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Anchor virtualRef={anchor} />
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          // A press on the trigger closes by the trigger's own click.
          onInteractOutside={(event) => onAnchor(event.target) && event.preventDefault()}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (document.activeElement === document.body || document.activeElement === null) anchor.current?.focus({ preventScroll: true });
          }}
          className={cx(
            'rise z-50 max-h-(--radix-popover-content-available-height) w-72 max-w-[calc(100vw-1rem)] overflow-y-auto rounded-lg border border-line-strong/70 bg-surface p-2 shadow-float outline-none',
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
