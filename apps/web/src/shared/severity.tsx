import type { Severity } from '@aoc/contracts';
import { Badge, cx, type Tone } from '@aoc/web/ui';

/** Gravest first. */
export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'informational'];

const TONES: Record<Severity, Tone> = { critical: 'bad', high: 'bad', medium: 'warn', low: 'accent', informational: 'neutral' };
const COLOURS: Record<Tone, string> = {
  bad: 'var(--bad)',
  warn: 'var(--warn)',
  accent: 'var(--accent)',
  neutral: 'var(--line-strong)',
  good: 'var(--good)',
};
export const severityColour = (severity: Severity): string => COLOURS[TONES[severity]];

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The word, in its colour; critical is filled, so that it stands out beside high. */
export function SeverityBadge({ severity, className }: { severity: Severity; className?: string }) {
  return (
    <Badge tone={TONES[severity]} className={cx(severity === 'critical' && 'border-bad font-semibold', className)}>
      {capital(severity === 'informational' ? 'info' : severity)}
    </Badge>
  );
}
