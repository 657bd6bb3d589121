import { cx } from './cx';

interface SwitchProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  label: string;
  disabled?: boolean;
  /** Why it is disabled. */
  reason?: string;
}

/** On or off, taking effect at once. */
export function Switch({ checked, onChange, label, disabled = false, reason }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={checked}
      aria-label={label}
      title={[checked ? 'On' : 'Off', reason].filter(Boolean).join('. ')}
      disabled={disabled}
      onClick={() => onChange(!checked)}
      className="relative z-10 grid size-8 shrink-0 place-items-center rounded disabled:opacity-50"
    >
      <span className={cx('block h-4.5 w-8 rounded-full p-0.5 transition-colors', checked ? 'bg-accent' : 'bg-line-strong')}>
        <span
          className={cx('block size-3.5 rounded-full transition-transform', checked ? 'translate-x-3.5 bg-accent-ink' : 'bg-surface')}
        />
      </span>
    </button>
  );
}
