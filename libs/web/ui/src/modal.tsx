import type { ReactNode } from 'react';
import { cx } from './cx';

interface ModalProps {
  onClose: () => void;
  className?: string;
  children: ReactNode;
  label?: string;
  labelledBy?: string;
  describedBy?: string;
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
 * A bare modal box; render it to open it. The browser's own dialog: it traps the focus and makes the rest inert
 * without the style elements that libraries insert, which the Content-Security-Policy forbids.
 */
export function Modal({ onClose, className, children, label, labelledBy, describedBy }: ModalProps) {
  return (
    <dialog
      ref={showModal}
      aria-label={label}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === event.currentTarget && onClose()}
      className={cx(
        'rise m-auto mt-[12vh] max-h-[80vh] max-w-[calc(100vw-1.5rem)] rounded-xl border border-line-strong/70 bg-surface text-ink shadow-float outline-none backdrop:bg-black/60',
        className,
      )}
    >
      {children}
    </dialog>
  );
}
