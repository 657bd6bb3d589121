import type { QuietHours, Severity } from '@aoc/contracts';
import { quietUntil } from './quiet-hours';

const MINUTE = 60_000;

/** End of the digest window that `now` lies in. Windows are counted from 1970, so that all processes agree on them. */
export function digestEnd(minutes: number, now: Date): Date {
  const length = minutes * MINUTE;
  return new Date((Math.floor(now.getTime() / length) + 1) * length);
}

/** When an alert goes out: at once and alone (`held` false), or together with all that are held until the same moment. */
export interface Due {
  at: Date;
  held: boolean;
}

/** Digest first, then quiet hours, which only critical alerts pass. */
export function dueAt(channel: { digest_minutes: number; quiet_hours: QuietHours | null }, severity: Severity, now: Date): Due {
  const digest = channel.digest_minutes > 0;
  const start = digest ? digestEnd(channel.digest_minutes, now) : now;
  const end = channel.quiet_hours && severity !== 'critical' ? quietUntil(channel.quiet_hours, start) : null;
  return { at: end ?? start, held: digest || end !== null };
}
