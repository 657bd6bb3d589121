import { cx } from './cx';
import type { Tone } from './badge';

const COLOURS: Record<Tone, string> = { neutral: 'bg-faint', accent: 'bg-accent', good: 'bg-good', bad: 'bg-bad', warn: 'bg-warn' };

/** A coloured light; decorative, so always put the state in words beside it. */
export function StatusDot({ tone, pulse = false, className }: { tone: Tone; pulse?: boolean; className?: string }) {
  return (
    <span aria-hidden className={cx('relative inline-flex size-2 shrink-0', className)}>
      {pulse && <span className={cx('absolute inline-flex size-full animate-ping rounded-full opacity-60', COLOURS[tone])} />}
      <span className={cx('relative inline-flex size-2 rounded-full', COLOURS[tone])} />
    </span>
  );
}
