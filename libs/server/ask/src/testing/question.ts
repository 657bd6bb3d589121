import type { AskBody } from '@aoc/contracts';
import type { Happening } from './truth';

/** What a right answer is; all parts must hold. */
export interface Expected {
  /** Matches in the database. */
  total?: number;
  type?: string;
  /** Texts of the answer, as they are. */
  says?: readonly string[];
  never?: readonly string[];
  /** Ids of events of which at least one must be cited. */
  cites?: readonly string[];
  /** Ids of events that must all be cited. */
  citesAll?: readonly string[];
  declined?: boolean;
  excluded?: boolean;
}

/** Ways to say the same, and what the answer must be. */
export interface QuestionCase {
  ask: readonly string[];
  body?: Partial<AskBody>;
  expect: Expected;
}

const DAY = 86_400_000;
const at = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day);

/** Times of November 2026 in UTC; the present is Monday the 16th, 12:00. */
export const time = {
  present: at(2026, 11, 16) + DAY / 2,
  day: (day: number) => ({ from: at(2026, 11, day), to: at(2026, 11, day + 1) - 1 }),
  days: (first: number, last: number) => ({ from: at(2026, 11, first), to: at(2026, 11, last + 1) - 1 }),
  lastDays: (days: number) => ({ from: at(2026, 11, 16) + DAY / 2 - days * DAY, to: at(2026, 11, 16) + DAY / 2 }),
  lastWeek: { from: at(2026, 11, 9), to: at(2026, 11, 16) - 1 },
  weekBefore: { from: at(2026, 11, 2), to: at(2026, 11, 9) - 1 },
  ever: { from: 0, to: at(2026, 11, 16) + DAY / 2 },
};
type Span = { from: number; to: number };

/** Questions to the truth. */
export class Truth {
  constructor(readonly all: readonly Happening[]) {}

  where(span: Span, test: (one: Happening) => boolean): Happening[] {
    return this.all.filter((one) => one.at >= span.from && one.at <= span.to && test(one));
  }
  /** Happenings with one of these operations. */
  of(span: Span, op: RegExp, test: (one: Happening) => boolean = () => true): Happening[] {
    return this.where(span, (one) => op.test(one.op) && test(one));
  }
}

export const ids = (found: readonly Happening[]): string[] => found.map(({ id }) => id);
export const whos = (found: readonly Happening[]): string[] => [...new Set(found.map(({ who }) => who))];
/** Who did most of it; of several with as many, none. */
export function most(found: readonly Happening[]): { who: string; count: number } {
  const counts = new Map<string, number>();
  for (const { who } of found) counts.set(who, (counts.get(who) ?? 0) + 1);
  const [first] = [...counts].sort((a, b) => b[1] - a[1]);
  return { who: first?.[0] ?? '', count: first?.[1] ?? 0 };
}
export const last = (found: readonly Happening[]): Happening => {
  const one = found.at(-1);
  if (!one) throw new Error('the company holds no such event: the question is of no use');
  return one;
};
export const first = (found: readonly Happening[]): Happening => {
  const [one] = found;
  if (!one) throw new Error('the company holds no such event: the question is of no use');
  return one;
};

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
/** As answers write an instant, in UTC. */
export const clock = ({ at: instant }: Happening): string => {
  const when = new Date(instant);
  return `${when.getUTCDate()} ${MONTHS[when.getUTCMonth()]} ${when.getUTCFullYear()} ${when.toISOString().slice(11, 19)}`;
};
