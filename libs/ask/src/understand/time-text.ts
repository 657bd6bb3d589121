import { Calendar, DAY, type Span } from './calendar';

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const twoDigits = (n: number): string => String(n).padStart(2, '0');

/** `12 Nov 2026`. */
export function dayText(instant: number, zone: string): string {
  const { year, month, day } = new Calendar(zone).dayOf(instant);
  return `${day} ${MONTHS[month - 1] ?? ''} ${year}`;
}

/** `19:18:32` of the day in a zone. */
function clockText(instant: number, zone: string): string {
  const calendar = new Calendar(zone);
  const seconds = Math.floor((instant - calendar.startOf(calendar.dayOf(instant))) / 1000);
  // A day on which clocks are changed has other hours than have passed since midnight.
  const wall = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(instant);
  return `${wall}:${twoDigits(seconds % 60)}`;
}

/** `12 Nov 2026 19:18:32`. */
export const instantText = (instant: number, zone: string): string => `${dayText(instant, zone)} ${clockText(instant, zone)}`;

/** A span as a person would say it: whole days by their dates, anything else to the minute. */
export function spanText({ from, to }: Span, zone: string): string {
  const calendar = new Calendar(zone);
  const whole = (instant: number): boolean => calendar.startOf(calendar.dayOf(instant)) === instant;
  if (whole(from) && (whole(to + 1) || to - from > 2 * DAY)) {
    const [first, last] = [dayText(from, zone), dayText(to, zone)];
    return first === last ? first : `${first} to ${last}`;
  }
  const minute = (instant: number): string => instantText(instant, zone).slice(0, -3);
  return `${minute(from)} to ${minute(to)}`;
}

/** Hour of the day in a zone, 0 to 23. */
export function hourOf(instant: number, zone: string): number {
  return Number(clockText(instant, zone).slice(0, 2));
}
