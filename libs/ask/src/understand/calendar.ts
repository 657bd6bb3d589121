/** A stretch of time, milliseconds since 1970, both ends inclusive. */
export interface Span {
  from: number;
  to: number;
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A day of the calendar; `month` from 1. */
export interface CalendarDay {
  year: number;
  month: number;
  day: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(zone, made);
  return made;
}

/** What clocks in a zone show at an instant, as if it were UTC. */
function wallClock(instant: number, zone: string): number {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
}

/** The instant at which clocks of a zone show this; in an hour that is skipped, the one that clocks jump to. */
function instantOfWall(wall: number, zone: string): number {
  const first = wall - (wallClock(wall, zone) - wall);
  return wall - (wallClock(first, zone) - first);
}

/** Days of a time zone, by IANA name. */
export class Calendar {
  constructor(readonly zone: string) {}

  dayOf(instant: number): CalendarDay {
    const wall = new Date(wallClock(instant, this.zone));
    return { year: wall.getUTCFullYear(), month: wall.getUTCMonth() + 1, day: wall.getUTCDate() };
  }

  /** First instant of a day; days beyond the end of a month run on into the next. `minutes`: after midnight. */
  startOf({ year, month, day }: CalendarDay, minutes = 0): number {
    return instantOfWall(Date.UTC(year, month - 1, day) + minutes * MINUTE, this.zone);
  }

  wholeDay(day: CalendarDay, days = 1): Span {
    return { from: this.startOf(day), to: this.startOf({ ...day, day: day.day + days }) - 1 };
  }

  wholeMonth(year: number, month: number): Span {
    return { from: this.startOf({ year, month, day: 1 }), to: this.startOf({ year, month: month + 1, day: 1 }) - 1 };
  }

  /** The day that lies `days` after the day of an instant. */
  shifted(instant: number, days: number): CalendarDay {
    const { year, month, day } = this.dayOf(instant);
    const moved = new Date(Date.UTC(year, month - 1, day + days));
    return { year: moved.getUTCFullYear(), month: moved.getUTCMonth() + 1, day: moved.getUTCDate() };
  }

  /** 0 for Monday to 6 for Sunday. */
  weekdayOf(instant: number): number {
    const { year, month, day } = this.dayOf(instant);
    return (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7;
  }
}

export const isCalendarDay = ({ year, month, day }: CalendarDay): boolean =>
  year >= 1990 && year <= 2100 && month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
