import { canonicalName } from '@aoc/normalization';
import type { ActorHistory, ExplainInput, PastEvent } from './explain-input';

/** With fewer events before, nothing is called unusual. */
export const LITTLE_HISTORY = 5;
/** Hours are compared only when this many events show them. */
const HOURS_FROM = 20;
/** What was done within this time before the event belongs to the same piece of work: it is no habit. */
const ONE_WORK_MS = 3_600_000;
/** So many of one kind in that time are a burst. */
const BURST = 5;
/** Share of the events that the usual hours hold. */
const USUAL_SHARE = 0.9;

/** How often a value of the event occurred among the earlier events that have one. */
export interface Familiarity {
  value: string;
  times: number;
  /** Earlier events that have such a value. */
  of: number;
  /** Different values among them. */
  distinct: number;
}

/** Hours of the day in UTC that hold nine tenths of what the actor does; `to` is the hour in which the last of them begins. */
export interface UsualHours {
  from: number;
  to: number;
  /** Whether the event lies within them, give or take an hour. */
  within: boolean;
}

export interface Habits {
  from: Date;
  complete: boolean;
  total: number;
  sameOperation: number;
  lastSameOperation: Date | null;
  /** Those of `sameOperation` within the hour before the event. */
  withinHour: number;
  /** Many within that hour, and no more of them before it. */
  burst: boolean;
  /** Whether the actor did this operation in the 30 days before; null when that is not known. */
  didBefore: boolean | null;
  address: Familiarity | null;
  country: Familiarity | null;
  application: Familiarity | null;
  hours: UsualHours | null;
}

/** Addresses of one home or office: an IPv6 address by its first four groups. */
function network(ip: string): string {
  if (!ip.includes(':')) return ip;
  const [head = '', tail] = ip.toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) while (groups.length < 4) groups.push('0');
  return groups.slice(0, 4).join(':');
}

function familiarity(
  value: string | null,
  earlier: readonly (string | null)[],
  same = (text: string) => text.toLowerCase(),
): Familiarity | null {
  if (value === null) return null;
  const wanted = same(value);
  const values = earlier.flatMap((text) => (text === null ? [] : same(text)));
  return { value, times: values.filter((text) => text === wanted).length, of: values.length, distinct: new Set(values).size };
}

/** The shortest run of hours that holds {@link USUAL_SHARE} of the events, over midnight where it must. */
function usualHours(at: Date, events: readonly PastEvent[]): UsualHours | null {
  if (events.length < HOURS_FROM) return null;
  const counts = Array.from({ length: 24 }, () => 0);
  for (const event of events) {
    const hour = event.at.getUTCHours();
    counts[hour] = (counts[hour] ?? 0) + 1;
  }
  for (let length = 1; length < 24; length += 1)
    for (let from = 0; from < 24; from += 1) {
      const within = counts.reduce((sum, count, hour) => sum + ((hour - from + 24) % 24 < length ? count : 0), 0);
      if (within < USUAL_SHARE * events.length) continue;
      const place = (at.getUTCHours() - from + 25) % 24;
      return { from, to: (from + length - 1) % 24, within: place < length + 2 };
    }
  return null;
}

/** What the event has in common with what its actor did before. */
export function habitsOf({ event, country, application }: ExplainInput, history: ActorHistory): Habits {
  const { events, from, complete } = history;
  const operation = canonicalName(event.operation);
  const same = events.filter((earlier) => canonicalName(earlier.operation) === operation);
  const since = new Date(event.timestamp).getTime() - ONE_WORK_MS;
  const withinHour = same.filter(({ at }) => at.getTime() >= since).length;
  const before = same.length - withinHour;
  return {
    from,
    complete,
    total: events.length,
    sameOperation: same.length,
    lastSameOperation: same[0]?.at ?? null,
    withinHour,
    burst: withinHour >= BURST && before <= withinHour,
    didBefore: before > 0 || (complete ? false : history.sameOperationBefore),
    address: familiarity(
      event.actor.ip,
      events.map(({ ip }) => ip),
      network,
    ),
    country: familiarity(
      country,
      events.map((earlier) => earlier.country),
    ),
    application: familiarity(
      application,
      events.map((earlier) => earlier.application),
    ),
    hours: usualHours(new Date(event.timestamp), events),
  };
}
