import type { ReactNode } from 'react';
import { cx } from './cx';

const TONES = {
  neutral: 'bg-raised text-soft border-line',
  accent: 'bg-accent-tint text-accent border-transparent',
  good: 'bg-good-tint text-good border-transparent',
  bad: 'bg-bad-tint text-bad border-transparent',
  warn: 'bg-warn-tint text-warn border-transparent',
} as const;
export type Tone = keyof typeof TONES;

/** Classes of a small label in a tone; for elements that are not spans. */
export const badgeClass = (tone: Tone, className?: string) =>
  cx('inline-flex max-w-full items-center gap-1 rounded border px-1.5 text-xs leading-5 whitespace-nowrap', TONES[tone], className);

export function Badge({ tone = 'neutral', className, children }: { tone?: Tone; className?: string; children: ReactNode }) {
  return <span className={badgeClass(tone, className)}>{children}</span>;
}
