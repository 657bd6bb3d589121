import { cx } from '@aoc/web/ui';
import type { ReactNode } from 'react';
import { useErrorsAt } from './errors-context';

/** What the server said of a place, beneath its field. */
export function PlaceErrors({ place, deep = false }: { place: string; deep?: boolean }) {
  const errors = useErrorsAt(place, deep);
  if (errors.length === 0) return null;
  return (
    <p role="alert" data-place={place} className="text-xs text-bad [overflow-wrap:anywhere]">
      {errors.join('; ')}
    </p>
  );
}

/** A field with its name, a note, and what was wrong with it. */
export function Labelled({
  label,
  place,
  note,
  className,
  children,
}: {
  label: string;
  place: string;
  note?: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <div className={cx('flex min-w-0 flex-col gap-1', className)}>
      <label className="flex flex-col gap-1 text-xs text-soft">
        {label}
        {children}
      </label>
      {note && <p className="text-xs text-faint">{note}</p>}
      <PlaceErrors place={place} deep />
    </div>
  );
}
