import { X } from './icons';
import { useId, type ReactNode } from 'react';
import { Button } from './button';
import { Modal } from './modal';

interface DialogProps {
  onClose: () => void;
  title: string;
  description: ReactNode;
  children: ReactNode;
}

/** A modal question or form with a title; render it to open it. */
export function Dialog({ onClose, title, description, children }: DialogProps) {
  const id = useId();
  return (
    <Modal onClose={onClose} labelledBy={`${id}-title`} describedBy={`${id}-description`} className="w-120 overflow-visible">
      <div className="flex max-h-[80vh] flex-col gap-4 overflow-y-auto p-5">
        <div className="flex items-start justify-between gap-3">
          <h2 id={`${id}-title`} className="text-base font-semibold">
            {title}
          </h2>
          <Button variant="ghost" size="sm" aria-label="Close" className="-mt-1 -mr-2 px-1.5" onClick={onClose}>
            <X aria-hidden className="size-4" />
          </Button>
        </div>
        <div id={`${id}-description`} className="-mt-2 text-soft">
          {description}
        </div>
        {children}
      </div>
    </Modal>
  );
}
