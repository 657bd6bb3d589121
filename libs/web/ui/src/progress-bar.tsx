import { cx } from './cx';

/** Progress from 0 to 1; null while the amount is not known. */
export function ProgressBar({ value, label, tone = 'accent' }: { value: number | null; label: string; tone?: 'accent' | 'good' | 'bad' }) {
  const percent = value === null ? null : Math.round(Math.min(1, Math.max(0, value)) * 100);
  const colour = { accent: 'bg-accent', good: 'bg-good', bad: 'bg-bad' }[tone];
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent ?? undefined}
      className="h-1.5 w-full overflow-hidden rounded-full bg-raised"
    >
      <div
        className={cx('h-full rounded-full transition-[width] duration-300', colour, percent === null && 'w-1/3 animate-pulse')}
        style={percent === null ? undefined : { width: `${percent}%` }}
      />
    </div>
  );
}
