import type { ReactNode } from 'react';

/** A titled part of the screen. */
export function PageSection({
  title,
  note,
  actions,
  children,
}: {
  title: string;
  note?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-3">
      <div className="flex min-h-8 flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <div>
          <h2 className="text-base font-semibold">{title}</h2>
          {note && <p className="text-[0.8125rem] text-soft">{note}</p>}
        </div>
        {actions}
      </div>
      {children}
    </section>
  );
}
export const CARD = 'rounded-xl border border-line bg-surface';
