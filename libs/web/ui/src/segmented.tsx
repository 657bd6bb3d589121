import type { IconComponent } from './icon';
import { cx } from './cx';

interface SegmentedProps<T extends string> {
  label: string;
  value: T;
  options: { value: T; label: string; icon?: IconComponent }[];
  onChange: (value: T) => void;
}

/** A small choice of one among few, shown side by side; options with an icon show only that. */
export function Segmented<T extends string>({ label, value, options, onChange }: SegmentedProps<T>) {
  return (
    <div
      role="group"
      aria-label={label}
      className="flex h-7 shrink-0 items-center rounded-md bg-raised p-0.5 shadow-[inset_0_0_0_1px_var(--line)]"
    >
      {options.map(({ value: option, label: text, icon: Icon }) => (
        <button
          key={option}
          type="button"
          aria-pressed={option === value}
          aria-label={Icon ? text : undefined}
          title={Icon ? text : undefined}
          onClick={() => onChange(option)}
          className={cx(
            'flex h-6 min-w-6 items-center justify-center rounded px-1.5 text-xs transition-colors',
            option === value ? 'bg-surface font-medium text-ink shadow-sm' : 'text-soft hover:text-ink',
          )}
        >
          {Icon ? <Icon aria-hidden className="size-3.5" /> : text}
        </button>
      ))}
    </div>
  );
}
