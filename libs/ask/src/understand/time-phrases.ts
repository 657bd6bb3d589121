import { DAY, HOUR, MINUTE, type Span } from './calendar';
import { clockOf, TimeReader } from './when';
import type { Token } from './token';

/** The times that a question names. Spans are cut at the present. */
export interface ReadTimes {
  /** The time asked about; null when the question names none. */
  span: Span | null;
  /** The other one, where two are compared; in the order of the question. */
  second: Span | null;
  /** Words that the time was read from. */
  said: readonly Token[];
  problem: { kind: 'future' | 'contradictory'; message: string } | null;
}

const ALL_STORED = 3660 * DAY;
const LEADS = new Set(['in', 'on', 'during', 'over', 'within', 'for', 'at', 'around', 'about', 'throughout', 'from', 'of']);

interface Read {
  span: Span;
  at: number;
  length: number;
  /** Hours of a day that another phrase names. */
  clock?: { from: number; to: number };
}

/** One end of a stretch; `clock`: only a time of day, in minutes after midnight. */
interface Point extends Span {
  length: number;
  clock?: number;
  /** A time of day on a day: as the end of a stretch it is that instant. */
  exact?: boolean;
}

class PhraseReader {
  readonly reads: Read[] = [];
  constructor(
    private readonly reader: TimeReader,
    private readonly count: number,
  ) {}

  read(): void {
    for (let at = 0; at < this.count;) {
      const found = this.composite(at) ?? this.simple(at);
      if (found) this.reads.push(found);
      at += found ? found.length : 1;
    }
  }

  /** A day with a time of day behind it, or a time of day with a day behind it. */
  private point(at: number): Point | null {
    const { reader } = this;
    const moment = reader.moment(at) ?? reader.yearAt(at);
    if (moment) {
      const gap = /^(at|around|about)$/.test(reader.word(at + moment.length) ?? '') ? 1 : 0;
      const clock = clockOf(reader.word(at + moment.length + gap), reader.word(at + moment.length + gap + 1));
      if (!clock || moment.kind === 'rolling' || moment.kind === 'period') return moment;
      const from = reader.at(moment.from, clock.minutes);
      return { from, to: from + widthOf(clock.minutes) - 1, length: moment.length + gap + clock.length, exact: true };
    }
    const clock = clockOf(reader.word(at), reader.word(at + 1));
    if (!clock) return null;
    const gap = /^(on|of)$/.test(reader.word(at + clock.length) ?? '') ? 1 : 0;
    const day = reader.moment(at + clock.length + gap);
    if (day?.kind === 'day') {
      const from = reader.at(day.from, clock.minutes);
      return { from, to: from + widthOf(clock.minutes) - 1, length: clock.length + gap + day.length, exact: true };
    }
    return { from: NaN, to: NaN, length: clock.length, clock: clock.minutes };
  }

  private composite(at: number): Read | null {
    const { reader } = this;
    const head = reader.word(at);
    if (head === 'between' || head === 'from') return this.range(at, head);
    if (head === 'since' || head === 'after') {
      const point = this.point(at + 1);
      if (!point || point.clock !== undefined) return point?.clock === undefined ? null : this.openClock(at, point, head);
      const from = head === 'since' || point.to - point.from < 2 * MINUTE ? point.from : point.to + 1;
      return { span: { from, to: reader.now }, at, length: point.length + 1 };
    }
    const upTo = head === 'up' && reader.word(at + 1) === 'to' ? 2 : 1;
    if (head === 'before' || head === 'until' || head === 'till' || upTo === 2) {
      const point = this.point(at + upTo);
      if (!point || point.clock !== undefined) return null;
      return {
        span: { from: reader.now - ALL_STORED, to: head === 'before' ? point.from - 1 : point.to },
        at,
        length: point.length + upTo,
      };
    }
    return null;
  }

  private openClock(at: number, point: { length: number; clock?: number }, head: string): Read | null {
    if (head !== 'after' && head !== 'since') return null;
    return { span: { from: NaN, to: NaN }, clock: { from: point.clock ?? 0, to: 1440 }, at, length: point.length + 1 };
  }

  private range(at: number, head: 'between' | 'from'): Read | null {
    const { reader } = this;
    const first: Point | null = this.point(at + 1) ?? this.bareDay(at + 1);
    if (!first) return null;
    const middle = at + 1 + first.length;
    const joint = reader.word(middle) ?? '';
    if (!(head === 'between' ? /^(and|to)$/ : /^(to|until|till|through|up)$/).test(joint)) return null;
    const skip = joint === 'up' ? 2 : 1;
    const second: Point | null = this.point(middle + skip);
    if (!second) return null;
    const length = 1 + first.length + skip + second.length;
    if (first.clock !== undefined && second.clock !== undefined)
      return { span: { from: NaN, to: NaN }, clock: { from: first.clock, to: second.clock }, at, length };
    if (first.clock !== undefined) {
      const from = reader.at(second.from, first.clock);
      return { span: { from, to: endOf(second) }, at, length };
    }
    if (second.clock !== undefined) return { span: { from: first.from, to: reader.at(first.from, second.clock) }, at, length };
    return { span: orderedDays(first, second), at, length };
  }

  /** `between 3 and 5 November`: the month comes later. */
  private bareDay(at: number): Point | null {
    const day = /^(\d{1,2})(st|nd|rd|th)?$/.exec(this.reader.word(at) ?? '')?.[1];
    if (day === undefined) return null;
    const second = this.reader.moment(at + 2);
    if (second?.kind !== 'day') return null;
    const shift = Number(day) - new Date(second.from + 12 * HOUR).getUTCDate();
    return shift <= 0 && shift > -31 ? { from: second.from + shift * DAY, to: second.to + shift * DAY, length: 1 } : null;
  }

  /** `2 November to 8 November`, without a word before it. */
  private until(at: number, lead: number, first: Point): Read | null {
    const joint = at + lead + first.length;
    if (!/^(to|until|till|through)$/.test(this.reader.word(joint) ?? '') || this.reader.moment(at + lead)?.kind !== 'day') return null;
    const second = this.reader.moment(joint + 1);
    if (second?.kind !== 'day') return null;
    return { span: orderedDays(first, second), at, length: lead + first.length + 1 + second.length };
  }

  private simple(at: number): Read | null {
    const { reader } = this;
    const lead = LEADS.has(reader.word(at) ?? '') ? 1 : 0;
    const point: Point | null = this.point(at + lead) ?? (lead === 1 && reader.word(at) !== 'of' ? reader.yearAt(at + 1) : null);
    if (!point) return null;
    const length = point.length + lead;
    const ranged = point.clock === undefined ? this.until(at, lead, point) : null;
    if (ranged) return ranged;
    if (point.clock === undefined) return { span: { from: point.from, to: point.to }, at, length };
    if (!/^(at|around|about)$/.test(reader.word(at) ?? '')) return null;
    const to = point.clock + widthOf(point.clock) / MINUTE;
    return { span: { from: NaN, to: NaN }, clock: { from: point.clock, to }, at, length };
  }
}

/** A full hour means that hour, anything finer that minute. */
const widthOf = (minutes: number): number => (Number.isInteger(minutes / 60) ? HOUR : MINUTE);

/** From the beginning of one to the end of the other; a weekday of the first that lies behind the second is the one before. */
const endOf = ({ from, to, exact }: Span & { exact?: boolean }): number => (exact ? Math.max(from - 1, 0) : to);
function orderedDays(first: Span, second: Span & { exact?: boolean }): Span {
  return { from: first.from, to: endOf(second) };
}

const isWeekday = (token: Token | undefined): boolean => /^(mon|tues|wednes|thurs|fri|satur|sun)day$/.test(token?.lower ?? '');

/** Puts hours onto the days that the rest names; without any, onto the latest day on which they are not in the future. */
function withClock(days: Span | null, clock: { from: number; to: number }, reader: TimeReader): Span {
  const base = days ?? { from: reader.now, to: reader.now };
  const of = (day: number): Span => {
    const over = clock.to <= clock.from ? 1440 : 0;
    return { from: reader.at(day, clock.from), to: reader.at(day, clock.to + over) - 1 };
  };
  const span = of(base.from);
  return days === null && span.from > reader.now ? of(reader.now - DAY) : span;
}

function joined(spans: readonly Span[]): Span | null {
  if (spans.length === 0) return null;
  return { from: Math.max(...spans.map(({ from }) => from)), to: Math.min(...spans.map(({ to }) => to)) };
}

/**
 * Reads every time of a question and marks its words as used.
 * @param comparing whether two times are two periods to compare, not one that both limit
 */
export function timesOf(tokens: readonly Token[], now: number, zone: string, comparing: boolean): ReadTimes {
  const reader = new TimeReader(tokens, now, zone);
  const phrases = new PhraseReader(reader, tokens.length);
  phrases.read();
  const said = phrases.reads.flatMap(({ at, length }) => tokens.slice(at, at + length));
  for (const token of said) token.use = 'time';
  const spans = phrases.reads.filter(({ clock }) => !clock).map((read) => weekdaysInOrder(read, tokens));
  const clock = phrases.reads.find((read) => read.clock)?.clock;
  if (comparing && spans.length >= 2 && !clock) {
    const [first, second] = spans;
    return checked(first ?? null, second ?? null, said, now);
  }
  const days = joined(spans);
  return checked(clock ? withClock(days, clock, reader) : days, null, said, now);
}

/** `from Friday to Monday`: both are the latest of their name, so that the first may lie a week too late. */
function weekdaysInOrder(read: Read, tokens: readonly Token[]): Span {
  const { span, at, length } = read;
  const named = tokens.slice(at, at + length).some(isWeekday);
  return named && span.from > span.to ? { from: span.from - 7 * DAY, to: span.to } : span;
}

function checked(span: Span | null, second: Span | null, said: readonly Token[], now: number): ReadTimes {
  const cut = (one: Span | null): Span | null => one && { from: one.from, to: Math.min(one.to, now) };
  const all = [span, second].filter((one) => one !== null);
  if (all.some(({ from }) => from > now))
    return {
      span,
      second,
      said,
      problem: { kind: 'future', message: 'That time has not come yet; AOC only knows what has been recorded.' },
    };
  if (all.some(({ from, to }) => from > to))
    return {
      span,
      second,
      said,
      problem: { kind: 'contradictory', message: 'The times in the question contradict each other: the end lies before the beginning.' },
    };
  return { span: cut(span), second: cut(second), said, problem: null };
}
