import { RULE_LIMITS } from '@aoc/contracts';
import { type Findings, quoted } from './report';

const MINUTES: Readonly<Record<string, number>> = { s: 1 / 60, m: 1, h: 60, d: 1440, w: 10_080 };

/** A timespan such as `90s`, `10m`, `1h`, `7d` in whole minutes, rounded up; null with the reason among the findings. */
export function minutesOf(value: unknown, place: string, findings: Findings): number | null {
  const [, amount, unit = ''] = /^\s*(\d{1,7})\s*([smhdw])\s*$/.exec(typeof value === 'string' ? value : '') ?? [];
  const factor = MINUTES[unit];
  if (amount === undefined || factor === undefined)
    return findings.fail(
      place,
      `${value === undefined ? 'there is no timespan; one' : `${quoted(String(value))} is no timespan; a timespan`} is written as 30s, 10m, 1h or 7d`,
    );
  const exact = Number(amount) * factor;
  const minutes = Math.ceil(exact);
  if (minutes < 1 || minutes > RULE_LIMITS.windowMinutes)
    return findings.fail(place, `a window is between 1 minute and ${RULE_LIMITS.windowMinutes / 1440} days, not ${quoted(String(value))}`);
  if (minutes !== exact) findings.note(`${place}: ${String(value).trim()} is rounded up to ${minutes} minutes`);
  return minutes;
}
