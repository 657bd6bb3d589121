import type { ReactNode } from 'react';
import { cx } from './cx';

const TONES = {
  neutral: 'aoc-badge-neutral',
  accent: 'aoc-badge-accent',
  good: 'aoc-badge-good',
  bad: 'aoc-badge-bad',
  warn: 'aoc-badge-warn',
} as const;
export type Tone = keyof typeof TONES;

/** Classes of a small label in a tone; for elements that are not spans. */
export const badgeClass = (tone: Tone, className?: string) => cx('aoc-badge', TONES[tone], className);

export function Badge({ tone = 'neutral', className, children }: { tone?: Tone; className?: string; children: ReactNode }) {
  return <span className={badgeClass(tone, className)}>{children}</span>;
}
