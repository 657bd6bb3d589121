import { X } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { Button } from './button';

interface DialogProps {
  onClose: () => void;
  title: string;
  description: ReactNode;
  children: ReactNode;
}

/** Opens as soon as it is in the page; closing gives the focus back to where it was. */
function showModal(dialog: HTMLDialogElement | null) {
  if (!dialog) return;
  const before = document.activeElement;
  dialog.showModal();
  return () => {
    dialog.close();
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  };
}

/**
 * A modal question or form; render it to open it. The browser's own dialog: it traps the focus and makes the rest inert
 * without the style elements that libraries insert, which the Content-Security-Policy forbids.
 */
export function Dialog({ onClose, title, description, children }: DialogProps) {
  const id = useId();
  return (
    <dialog
      ref={showModal}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-description`}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === event.currentTarget && onClose()}
      className="rise m-auto mt-[12vh] max-h-[80vh] w-120 max-w-[calc(100vw-1.5rem)] overflow-visible rounded-xl border border-line-strong/70 bg-surface text-ink shadow-float outline-none backdrop:bg-black/60"
    >
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
    </dialog>
  );
}
