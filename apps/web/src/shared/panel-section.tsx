import type { ReactNode } from 'react';

/** A titled part of the panel. */
export function PanelSection({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-2.5">
      <div className="flex h-6 items-center justify-between gap-2">
        <h3 className="text-xs font-semibold tracking-wide text-soft uppercase">{title}</h3>
        {actions}
      </div>
      {children}
    </section>
  );
}
