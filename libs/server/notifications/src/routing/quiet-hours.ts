import type { QuietHours } from '@aoc/contracts';
import { outsideOf } from '@aoc/detection';

const MINUTE = 60_000;
/** Quiet hours repeat each week, so that they end within one, and a day more where clocks are changed. */
const LONGEST = 8 * 24 * 60;

/**
 * When the quiet hours end that `at` lies in; null outside of them. By the wall clock of their time zone: hours that begin at 22:00 and
 * end at 07:00 are an hour shorter in the night that clocks are put forward. Ranges over midnight belong to the day they begin on.
 * @throws RangeError for a time zone that does not exist
 */
export function quietUntil(hours: QuietHours, at: Date): Date | null {
  const isOutside = outsideOf(hours);
  if (isOutside(at.getTime())) return null;
  const next = (Math.floor(at.getTime() / MINUTE) + 1) * MINUTE;
  for (let minute = 0; minute < LONGEST; minute += 1) if (isOutside(next + minute * MINUTE)) return new Date(next + minute * MINUTE);
  return new Date(next + LONGEST * MINUTE);
}
