import type { WorkingTime } from '@aoc/contracts';

/** Working time with nothing left out. */
export interface WorkingHours {
  time_zone: string;
  /** ISO weekdays, 1 is Monday */
  days: readonly number[];
  /** HH:MM; the end may be 24:00, or before the start for a night shift */
  start: string;
  end: string;
}

/** Monday to Friday, 9 to 17, UTC: what 1.x had, on working days. */
export const DEFAULT_WORKING_HOURS: WorkingHours = { time_zone: 'UTC', days: [1, 2, 3, 4, 5], start: '09:00', end: '17:00' };

const QUARTER = 15 * 60_000;
const MAX_REMEMBERED = 4096;
const WEEKDAYS: Readonly<Record<string, number>> = { Mon: 1, Tue: 2, Wed: 3, Thu: 4, Fri: 5, Sat: 6, Sun: 7 };

/** Weekday (1 is Monday) and minutes since midnight. */
interface LocalTime {
  day: number;
  minutes: number;
}

/** Local time in one zone. Zones change on quarters of an hour, so one look-up serves a whole quarter. */
class ZoneClock {
  private readonly quarters = new Map<number, LocalTime>();
  private readonly format: Intl.DateTimeFormat;

  constructor(zone: string) {
    this.format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
    });
  }

  at(instant: number): LocalTime {
    const quarter = Math.floor(instant / QUARTER);
    let start = this.quarters.get(quarter);
    if (!start) {
      start = this.read(quarter * QUARTER);
      if (this.quarters.size >= MAX_REMEMBERED) this.quarters.clear();
      this.quarters.set(quarter, start);
    }
    return { day: start.day, minutes: start.minutes + Math.floor((instant - quarter * QUARTER) / 60_000) };
  }

  private read(instant: number): LocalTime {
    const time: LocalTime = { day: 1, minutes: 0 };
    for (const { type, value } of this.format.formatToParts(instant)) {
      if (type === 'weekday') time.day = WEEKDAYS[value] ?? 1;
      else if (type === 'hour') time.minutes += Number(value) * 60;
      else if (type === 'minute') time.minutes += Number(value);
    }
    return time;
  }
}

const clocks = new Map<string, ZoneClock>();

/** Throws RangeError for a zone that does not exist. */
function clockOf(zone: string): ZoneClock {
  const known = clocks.get(zone);
  if (known) return known;
  const clock = new ZoneClock(zone);
  clocks.set(zone, clock);
  return clock;
}

const minutesOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));

/** What is wrong with these hours, with the member that is; null when nothing is. */
export function workingHoursProblem(hours: WorkingHours): { member: keyof WorkingHours; message: string } | null {
  try {
    clockOf(hours.time_zone);
  } catch {
    return { member: 'time_zone', message: `there is no time zone ${hours.time_zone}; use an IANA name such as Europe/Berlin` };
  }
  if (hours.days.length === 0) return { member: 'days', message: 'names no working day' };
  return hours.start === hours.end ? { member: 'end', message: 'start and end are the same' } : null;
}

export const withDefaults = (given: WorkingTime | undefined, hours: WorkingHours): WorkingHours => ({
  time_zone: given?.time_zone ?? hours.time_zone,
  days: given?.days ?? hours.days,
  start: given?.start ?? hours.start,
  end: given?.end ?? hours.end,
});

/** A test whether an instant (ms) lies outside the hours, by the wall clock of their zone, also where it is put forward or back. */
export function outsideOf(hours: WorkingHours): (instant: number) => boolean {
  const clock = clockOf(hours.time_zone);
  const days = new Set(hours.days);
  const start = minutesOf(hours.start);
  const end = minutesOf(hours.end);
  return (instant) => {
    const { day, minutes } = clock.at(instant);
    if (start < end) return !(days.has(day) && minutes >= start && minutes < end);
    // A night shift belongs to the day on which it begins.
    const yesterday = day === 1 ? 7 : day - 1;
    return !((days.has(day) && minutes >= start) || (days.has(yesterday) && minutes < end));
  };
}
