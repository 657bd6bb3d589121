import type { ReactNode } from 'react';

interface FormFieldProps {
  label: string;
  error?: string | null;
  note?: ReactNode;
  children: ReactNode;
}

/** A labelled field with what is to be known of it, and what the API has against its value. */
export function FormField({ label, error = null, note, children }: FormFieldProps) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label className="flex flex-col gap-1 text-xs text-soft">
        {label}
        {children}
      </label>
      {note && <p className="text-xs text-faint">{note}</p>}
      {error && (
        <p role="alert" className="text-xs text-bad">
          {error}
        </p>
      )}
    </div>
  );
}
