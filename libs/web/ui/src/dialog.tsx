import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from './button';

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description: ReactNode;
  children: ReactNode;
}

/** A modal question or form; keeps focus inside and gives it back when it closes. */
export function Dialog({ open, onOpenChange, title, description, children }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 bg-black/60 backdrop-blur-[2px]" />
        <Radix.Content className="rise fixed top-[12vh] left-1/2 z-50 flex max-h-[80vh] w-120 max-w-[calc(100vw-1.5rem)] -translate-x-1/2 flex-col gap-4 overflow-y-auto rounded-xl border border-line-strong/70 bg-surface p-5 shadow-float outline-none">
          <div className="flex items-start justify-between gap-3">
            <Radix.Title className="text-base font-semibold">{title}</Radix.Title>
            <Radix.Close asChild>
              <Button variant="ghost" size="sm" aria-label="Close" className="-mt-1 -mr-2 px-1.5">
                <X aria-hidden className="size-4" />
              </Button>
            </Radix.Close>
          </div>
          <Radix.Description asChild>
            <div className="-mt-2 text-soft">{description}</div>
          </Radix.Description>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
