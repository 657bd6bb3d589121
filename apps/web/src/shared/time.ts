/** Where times are shown: the reader's own zone, or UTC as the records have it. */
export type Zone = 'local' | 'utc';

const zoneOption = (zone: Zone) => (zone === 'utc' ? { timeZone: 'UTC' } : {});
const formatters = new Map<string, Intl.DateTimeFormat>();
/** Making a formatter costs more than using it, and lists use it for every row. */
function formatter(name: string, zone: Zone, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${name} ${zone}`;
  const made = formatters.get(key) ?? new Intl.DateTimeFormat('en-GB', { ...options, ...zoneOption(zone) });
  formatters.set(key, made);
  return made;
}

/** `14:05:33` */
export const clockTime = (instant: string, zone: Zone): string =>
  formatter('clock', zone, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(new Date(instant));

/** `24 Nov 2026, 14:05:33` */
export const dateTime = (instant: string, zone: Zone): string =>
  formatter('full', zone, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).format(new Date(instant));

const HALF_A_YEAR_MS = 183 * 86_400_000;

/** `24 Nov, 14:05`; more than half a year away from `now` also the year, without which it would be taken for the nearest such day. */
export const nearDateTime = (instant: string, zone: Zone, now: number): string =>
  Math.abs(Date.parse(instant) - now) < HALF_A_YEAR_MS
    ? shortDateTime(instant, zone)
    : formatter('far', zone, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }).format(
        new Date(instant),
      );

/** `24 Nov, 14:05` */
export const shortDateTime = (instant: string, zone: Zone): string =>
  formatter('short', zone, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(new Date(instant));

/** `24 Nov 14:05:33` */
export const shortDateTimeSeconds = (instant: string, zone: Zone): string =>
  formatter('line', zone, { day: '2-digit', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' })
    .format(new Date(instant))
    .replace(',', '');

/** `Tuesday 24 November 2026` */
export const longDay = (instant: string, zone: Zone): string =>
  formatter('day', zone, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(new Date(instant)).replace(',', '');

/** Equal for two instants of the same calendar day in `zone`. */
export const dayKey = (instant: string, zone: Zone): string =>
  zone === 'utc'
    ? instant.slice(0, 10)
    : formatter('key', zone, { year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(instant));

const STEPS: [limit: number, seconds: number, unit: string][] = [
  [90, 1, 's'],
  [90 * 60, 60, 'min'],
  [48 * 3600, 3600, 'h'],
  [Infinity, 86_400, 'd'],
];

/** Seconds as one rounded figure: `12 s`, `4 min`, `3 h`, `2 d`. */
export function duration(seconds: number): string {
  const value = Math.max(0, seconds);
  const [, size, unit] = STEPS.find(([limit]) => value < limit) ?? [0, 1, 's'];
  return `${Math.round(value / size)} ${unit}`;
}

/** `4 min ago`, `in 2 min`, `just now`. */
export function relative(instant: string, now: number): string {
  const seconds = (now - Date.parse(instant)) / 1000;
  if (Math.abs(seconds) < 5) return 'just now';
  return seconds > 0 ? `${duration(seconds)} ago` : `in ${duration(-seconds)}`;
}

/** An instant as the value of a `datetime-local` field in `zone`, to the second. */
export function toZonedInput(instant: string, zone: Zone): string {
  const date = new Date(instant);
  const shift = zone === 'utc' ? 0 : date.getTimezoneOffset() * 60_000;
  return new Date(date.getTime() - shift).toISOString().slice(0, 19);
}

/** The value of a `datetime-local` field as an instant; undefined when the field is empty. */
export function fromZonedInput(text: string, zone: Zone): string | undefined {
  const date = new Date(zone === 'utc' ? `${text}Z` : text);
  return text === '' || Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
