const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNITS: Readonly<Record<string, number>> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY };

const RELATIVE = /^-(\d{1,6})([smhdw])$/i;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/i;

function parseDate(text: string, bound: 'after' | 'before'): number {
  const day = text.slice(0, 10);
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  if (year < 1990 || year > 2100 || date < 1 || date > new Date(Date.UTC(year, month, 0)).getUTCDate()) return NaN;
  if (DATE.test(text)) return Date.parse(day) + (bound === 'before' ? DAY - 1 : 0);
  const zoned = INSTANT.exec(text);
  return zoned ? Date.parse(zoned[1] ? text : `${text}Z`) : NaN;
}

/**
 * Instant of a time bound, in milliseconds since 1970; NaN when it is none. A day is meant from its first to its last millisecond, so
 * `before:2026-01-31` contains that day. Days are those of UTC.
 */
export function instantOf(at: string, bound: 'after' | 'before', now: number): number {
  const text = at.trim().toLowerCase();
  const today = Math.floor(now / DAY) * DAY;
  const wholeDay = (start: number): number => (bound === 'before' ? start + DAY - 1 : start);
  if (text === 'now') return now;
  if (text === 'today') return wholeDay(today);
  if (text === 'yesterday') return wholeDay(today - DAY);
  const relative = RELATIVE.exec(text);
  if (relative) {
    const instant = now - Number(relative[1]) * (UNITS[relative[2] ?? ''] ?? NaN);
    return Math.abs(instant) < 8.64e15 ? instant : NaN;
  }
  return parseDate(at.trim(), bound);
}

/** Whether a text is a time that {@link instantOf} knows. */
export const isTime = (at: string): boolean => !Number.isNaN(instantOf(at, 'after', Date.UTC(2026, 0, 1)));
