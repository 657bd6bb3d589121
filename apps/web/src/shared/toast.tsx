import { Button, Notice, X } from '@aoc/web/ui';
import type { ReactNode } from 'react';

/** A sentence about something that was just done, over the foot of the screen until it is closed. */
export function Toast({ tone, children, onClose }: { tone: 'info' | 'bad' | 'warn'; children: ReactNode; onClose: () => void }) {
  return (
    <div className="pointer-events-none fixed inset-x-0 bottom-10 z-50 flex justify-center px-3">
      <Notice
        live
        tone={tone}
        className="rise pointer-events-auto max-w-xl border border-line-strong/70 shadow-float"
        action={
          <Button variant="ghost" size="sm" className="size-6 px-0" aria-label="Close the message" onClick={onClose}>
            <X aria-hidden className="size-3.5" />
          </Button>
        }
      >
        {children}
      </Notice>
    </div>
  );
}
