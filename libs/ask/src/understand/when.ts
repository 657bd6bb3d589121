import { Calendar, DAY, HOUR, isCalendarDay, MINUTE, type CalendarDay, type Span } from './calendar';
import type { Token } from './token';

/** A time that some words name. */
export interface Moment extends Span {
  /** Words that it takes. */
  length: number;
  kind: 'day' | 'period' | 'clock' | 'rolling';
}

const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const NUMBERS = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');
const UNITS: Readonly<Record<string, number>> = {
  minute: MINUTE,
  min: MINUTE,
  hour: HOUR,
  hr: HOUR,
  h: HOUR,
  day: DAY,
  d: DAY,
  week: 7 * DAY,
};
const LONGEST = 3660 * DAY;

export function monthOf(word: string): number | null {
  const name = word.replace(/\.$/, '');
  const found = MONTHS.findIndex((month) => month === name || (name.length >= 3 && name.length <= 4 && month.startsWith(name)));
  return found < 0 ? null : found + 1;
}
function weekdayIndex(word: string): number | null {
  const name = word.replace(/s$/, '');
  const found = WEEKDAYS.findIndex((day) => day === word || day === name || (word.length === 3 && day.startsWith(word)));
  return found < 0 ? null : found;
}

export function numberOf(word: string | undefined): number | null {
  if (word === undefined) return null;
  if (/^\d{1,6}$/.test(word)) return Number(word);
  if (word === 'a' || word === 'an') return 1;
  if (word === 'couple') return 2;
  if (word === 'few' || word === 'several') return 3;
  const found = NUMBERS.indexOf(word);
  return found < 0 ? null : found;
}

/** Length of a unit; months and years are of the calendar and come as NaN. */
function unitOf(word: string | undefined): { name: string; ms: number } | null {
  if (word === undefined) return null;
  const name = /^(minutes|mins|hours|hrs|days|weeks|months|years)$/.test(word) ? word.slice(0, -1) : word;
  if (name === 'month' || name === 'year') return { name, ms: NaN };
  const ms = UNITS[name];
  return ms === undefined ? null : { name, ms };
}

/** `14:30`, `14:30:05`, `2pm`, `noon` in minutes after midnight; null when it is none. */
export function clockOf(word: string | undefined, next?: string): { minutes: number; length: number } | null {
  if (word === undefined) return null;
  if (word === 'noon' || word === 'midday') return { minutes: 720, length: 1 };
  if (word === 'midnight') return { minutes: 0, length: 1 };
  const match = /^(\d{1,2})(?:[:.](\d{2}))?(?::(\d{2}))?(am|pm|a\.m|p\.m)?$/.exec(word);
  if (!match) return null;
  const half = match[4] ?? (next !== undefined && /^(am|pm|a\.m|p\.m)$/.test(next) ? next : undefined);
  if (match[2] === undefined && half === undefined) return null;
  let hours = Number(match[1]);
  if (half !== undefined) {
    if (hours < 1 || hours > 12) return null;
    hours = (hours % 12) + (half.startsWith('p') ? 12 : 0);
  }
  const minutes = hours * 60 + Number(match[2] ?? 0) + Number(match[3] ?? 0) / 60;
  return minutes < 1440 ? { minutes, length: half !== undefined && match[4] === undefined ? 2 : 1 } : null;
}

/** Reads times out of words, relative to a present and to the days of a zone. */
export class TimeReader {
  private readonly calendar: Calendar;
  constructor(
    private readonly tokens: readonly Token[],
    readonly now: number,
    zone: string,
  ) {
    this.calendar = new Calendar(zone);
  }

  word(at: number): string | undefined {
    const token = this.tokens[at];
    return token && !token.quoted ? token.lower : undefined;
  }

  /** The time named from this word on, or null. */
  moment(at: number): Moment | null {
    const word = this.word(at);
    if (word === undefined) return null;
    if (word === 'the' || word === 'of') {
      const rest = this.moment(at + 1);
      const rolling = /^(last|past|previous)$/.test(this.word(at + 1) ?? '') ? this.rolling(at + 1, true) : null;
      const found = rolling ?? rest;
      return found && { ...found, length: found.length + 1 };
    }
    return (
      this.rolling(at, false) ??
      this.named(at, word) ??
      this.ago(at) ??
      this.instant(word) ??
      this.date(at, word) ??
      this.weekday(at, word) ??
      this.month(at, word)
    );
  }

  private period(span: Span, length: number): Moment {
    return { ...span, length, kind: 'period' };
  }
  private day(day: CalendarDay, length: number): Moment {
    return { ...this.calendar.wholeDay(day), length, kind: 'day' };
  }

  /** `last 3 days`, `past hour`; `last week` is the week before this one, `the last week` the seven days until now. */
  private rolling(at: number, article: boolean): Moment | null {
    const head = this.word(at) ?? '';
    if (!/^(last|past|previous|recent)$/.test(head)) return null;
    let next = at + 1;
    const count = numberOf(this.word(next));
    if (count !== null) {
      next += 1;
      if (/^(couple|few)$/.test(this.word(next) ?? '')) next += 1;
      if (this.word(next) === 'of') next += 1;
    }
    const compact = count === null ? /^(\d{1,5})(min|m|h|hrs?|d|days?|w|weeks?)$/.exec(this.word(next) ?? '') : null;
    const unit = compact ? unitOf(compactUnit(compact[2])) : unitOf(this.word(next));
    if (!unit) return null;
    const length = next - at + 1;
    const amount = compact ? Number(compact[1]) : count;
    if (amount === null && !article && head !== 'past') {
      const whole = this.lastWhole(unit.name);
      if (whole) return this.period(whole, length);
    }
    const ms = unit.name === 'month' ? 30 * DAY : unit.name === 'year' ? 365 * DAY : unit.ms;
    return { from: this.now - Math.min(LONGEST, Math.max(1, amount ?? 1) * ms), to: this.now, length, kind: 'rolling' };
  }

  private lastWhole(unit: string): Span | null {
    const { year, month } = this.calendar.dayOf(this.now);
    if (unit === 'week') return this.calendar.wholeDay(this.calendar.shifted(this.now, -this.calendar.weekdayOf(this.now) - 7), 7);
    if (unit === 'month') return this.calendar.wholeMonth(month === 1 ? year - 1 : year, month === 1 ? 12 : month - 1);
    if (unit === 'year') return this.year(year - 1);
    return null;
  }
  private year(year: number): Span {
    return { from: this.calendar.startOf({ year, month: 1, day: 1 }), to: this.calendar.startOf({ year: year + 1, month: 1, day: 1 }) - 1 };
  }

  private named(at: number, word: string): Moment | null {
    const next = this.word(at + 1);
    const { now, calendar } = this;
    const hours = (days: number, from: number, to: number): Span => {
      const day = calendar.shifted(now, days);
      return { from: calendar.startOf(day, from * 60), to: Math.min(calendar.startOf(day, to * 60) - 1, days === 0 ? now : Infinity) };
    };
    if (word === 'today' || word === 'todays') return { ...this.partOfDay(0, next), kind: 'day' };
    if (word === 'yesterday') return { ...this.partOfDay(-1, next), kind: 'day' };
    if (word === 'day' && next === 'before' && this.word(at + 2) === 'yesterday') return this.day(calendar.shifted(now, -2), 3);
    if (word === 'tonight') return this.period(hours(0, 18, 24), 1);
    if (word === 'last' && next === 'night') return this.period({ from: hours(-1, 18, 24).from, to: Math.min(now, hours(0, 0, 6).to) }, 2);
    if (word === 'overnight') return this.period({ from: hours(-1, 18, 24).from, to: Math.min(now, hours(0, 0, 8).to) }, 1);
    if (word === 'ever' || word === 'anytime') return { from: now - LONGEST, to: now, length: 1, kind: 'period' };
    if (word === 'all' && (next === 'time' || next === 'history')) return { from: now - LONGEST, to: now, length: 2, kind: 'period' };
    if ((word === 'recently' && this.word(at - 1) !== 'most') || word === 'lately')
      return { from: now - 7 * DAY, to: now, length: 1, kind: 'rolling' };
    if (word === 'last' || word === 'this') return this.thisOrLast(at, word, next);
    return null;
  }

  private partOfDay(days: number, next: string | undefined): Span & { length: number } {
    const { calendar, now } = this;
    const day = calendar.shifted(now, days);
    const parts: Readonly<Record<string, [number, number]>> = { morning: [0, 12], afternoon: [12, 18], evening: [18, 24], night: [18, 24] };
    const part = parts[next ?? ''];
    if (!part) return { ...calendar.wholeDay(day), length: 1 };
    return { from: calendar.startOf(day, part[0] * 60), to: calendar.startOf(day, part[1] * 60) - 1, length: 2 };
  }

  private thisOrLast(at: number, word: string, next: string | undefined): Moment | null {
    const { calendar, now } = this;
    if (next === undefined) return null;
    const weekday = weekdayIndex(next);
    if (weekday !== null) {
      const back = (calendar.weekdayOf(now) - weekday + 7) % 7;
      return this.day(calendar.shifted(now, -(back === 0 && word === 'last' ? 7 : back)), 2);
    }
    if (word === 'last') {
      const month = monthOf(next);
      return month === null ? null : this.month(at + 1, next, 1);
    }
    const { year, month } = calendar.dayOf(now);
    if (next === 'morning' || next === 'afternoon' || next === 'evening') return { ...this.partOfDay(0, next), length: 2, kind: 'period' };
    if (next === 'week') return this.period({ from: calendar.startOf(calendar.shifted(now, -calendar.weekdayOf(now))), to: now }, 2);
    if (next === 'weekend') return this.weekend(2);
    if (next === 'month') return this.period({ from: calendar.startOf({ year, month, day: 1 }), to: now }, 2);
    if (next === 'year') return this.period({ from: calendar.startOf({ year, month: 1, day: 1 }), to: now }, 2);
    return null;
  }

  private weekend(length: number): Moment {
    const { calendar, now } = this;
    const weekday = calendar.weekdayOf(now);
    return this.period(calendar.wholeDay(calendar.shifted(now, weekday >= 5 ? 5 - weekday : -weekday - 2), 2), length);
  }

  /** `2 days ago` is that day; `3 hours ago` is from then until now. */
  private ago(at: number): Moment | null {
    const count = numberOf(this.word(at));
    const unit = unitOf(this.word(at + 1));
    if (count === null || !unit || this.word(at + 2) !== 'ago') return null;
    if (unit.ms < DAY) return { from: this.now - count * unit.ms, to: this.now, length: 3, kind: 'rolling' };
    const days = unit.name === 'month' ? 30 * count : unit.name === 'year' ? 365 * count : (count * unit.ms) / DAY;
    return this.day(this.calendar.shifted(this.now, -Math.min(days, 3660)), 3);
  }

  private instant(word: string): Moment | null {
    const match = /^(\d{4}-\d{2}-\d{2})t(\d{2}:\d{2}(?::\d{2})?(?:\.\d{1,3})?)(z|[+-]\d{2}:?\d{2})?$/.exec(word);
    const [, date = '', clock = '', offset] = match ?? [];
    if (!match) return null;
    const zoned = Date.parse(`${date}T${clock}${(offset ?? 'Z').toUpperCase()}`);
    if (Number.isNaN(zoned)) return null;
    const minutes = (zoned - Date.parse(date)) / MINUTE;
    const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
    const from = offset === undefined ? this.calendar.startOf({ year, month, day }, minutes) : zoned;
    return { from, to: from, length: 1, kind: 'clock' };
  }

  private date(at: number, word: string): Moment | null {
    const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/.exec(word);
    if (iso) return this.checked({ year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) }, 1);
    const numeric = /^(\d{1,2})([./])(\d{1,2})\2(\d{4})?$/.exec(word) ?? /^(\d{1,2})([./])(\d{1,2})\2?$/.exec(word);
    if (numeric && (numeric[4] !== undefined || numeric[2] === '/')) return this.numericDate(numeric);
    const before = /^(\d{1,2})(st|nd|rd|th)?$/.exec(word);
    const skip = this.word(at + 1) === 'of' ? 1 : 0;
    const month = before && monthOf(this.word(at + 1 + skip) ?? '');
    if (before && month) return this.withYear(Number(before[1]), month, at, 2 + skip);
    const named = monthOf(word);
    const day = /^(\d{1,2})(st|nd|rd|th)?$/.exec(this.word(at + 1) ?? '');
    return named && day ? this.withYear(Number(day[1]), named, at, 2) : null;
  }

  /** Day before month, unless only the other order makes a date. */
  private numericDate(match: RegExpExecArray): Moment | null {
    const [first, second] = [Number(match[1]), Number(match[3])];
    const [day, month] = second > 12 ? [second, first] : [first, second];
    return match[4] === undefined ? this.latest(day, month, 1) : this.checked({ year: Number(match[4]), month, day }, 1);
  }

  private withYear(day: number, month: number, at: number, length: number): Moment | null {
    const year = /^(19|20)\d{2}$/.exec(this.word(at + length) ?? '')?.[0];
    return year === undefined ? this.latest(day, month, length) : this.checked({ year: Number(year), month, day }, length + 1);
  }

  /** The latest such day that is not in the future. */
  private latest(day: number, month: number, length: number): Moment | null {
    const { year } = this.calendar.dayOf(this.now);
    for (const candidate of [year, year - 1, year - 2, year - 3, year - 4])
      if (isCalendarDay({ year: candidate, month, day }) && this.calendar.startOf({ year: candidate, month, day }) <= this.now)
        return this.day({ year: candidate, month, day }, length);
    return null;
  }
  private checked(day: CalendarDay, length: number): Moment | null {
    return isCalendarDay(day) ? this.day(day, length) : null;
  }

  private weekday(at: number, word: string): Moment | null {
    if (word === 'weekend') return this.weekend(1);
    const weekday = weekdayIndex(word);
    if (weekday === null || (word.length === 3 && /^(sun|sat|mon)$/.test(word) && !/^(on|since|last|this)$/.test(this.word(at - 1) ?? '')))
      return null;
    return this.day(this.calendar.shifted(this.now, -((this.calendar.weekdayOf(this.now) - weekday + 7) % 7)), 1);
  }

  /** `November`, `November 2025`; alone it needs a word before it that speaks of time, since `may` and `march` are words too. */
  private month(at: number, word: string, extra = 0): Moment | null {
    const month = monthOf(word);
    if (month === null) return null;
    const year = /^(19|20)\d{2}$/.exec(this.word(at + 1) ?? '')?.[0];
    if (year !== undefined) return this.period(this.calendar.wholeMonth(Number(year), month), 2 + extra);
    if (!/^(in|during|since|of|last|until|till|through|from|and|to|before|after)$/.test(this.word(at - 1) ?? '')) return null;
    const today = this.calendar.dayOf(this.now);
    const span = this.calendar.wholeMonth(month > today.month ? today.year - 1 : today.year, month);
    return this.period(span, 1 + extra);
  }

  /** Hours of a day, as an instant of that day. */
  at(day: number, minutes: number): number {
    return this.calendar.startOf(this.calendar.dayOf(day), minutes);
  }
  /** The year that this word names, whole. */
  yearAt(at: number): Moment | null {
    const word = this.word(at) ?? '';
    return /^20\d{2}$/.test(word) ? this.period(this.year(Number(word)), 1) : null;
  }
}

const compactUnit = (unit = ''): string =>
  ({ m: 'minute', min: 'minute', h: 'hour', hr: 'hour', hrs: 'hour', w: 'week', d: 'day' })[unit] ?? unit;
