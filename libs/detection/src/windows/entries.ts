import type { WindowEntry } from './window-entry';

/** Most entries that are looked at on each side of an event; a threshold counts at most 10,000. */
export const MAX_WINDOW_ENTRIES = 10_000;
/** Most events that a decision names; `count` is the true number. */
export const MAX_DECISION_EVENTS = 500;

/** A window that is crossed, or a sequence that is complete, with the event that was decided on in it. */
export interface WindowDecision {
  /** dedupe keys by event time, at most 500, the newest */
  event_keys: string[];
  /** event times (ms) of the first and the last event */
  first: number;
  last: number;
  /** the most events (or distinct values) in any one window */
  count: number;
  /** seconds between the event and its arrival; absent when the time of arrival was not given */
  late_by_seconds?: number;
}

export interface DecisionOptions {
  /** when the event came in (ms): the decision then says how late it was */
  arrivedAt?: number;
}

export const minutes = (count: number): number => count * 60_000;

/** By event time; the key decides between events of the same instant, so that every order of arrival gives the same list. */
export const byTime = (a: WindowEntry, b: WindowEntry): number =>
  a.at - b.at || (a.dedupe_key < b.dedupe_key ? -1 : a.dedupe_key > b.dedupe_key ? 1 : 0);

/**
 * The entries within `span` ms of the event, each once and in order, with the event among them. Beyond `limit` on either side the
 * farthest are left out: a count is then too low only where it is far above any threshold, a distinct count may be.
 */
export function entriesAround(entries: readonly WindowEntry[], event: WindowEntry, span: number, limit: number): WindowEntry[] {
  const unique = new Map<string, WindowEntry>();
  for (const entry of entries) if (Math.abs(entry.at - event.at) <= span) unique.set(entry.dedupe_key, entry);
  unique.set(event.dedupe_key, event);
  const sorted = [...unique.values()].sort(byTime);
  const position = sorted.indexOf(event);
  return sorted.slice(Math.max(0, position - limit), position + limit + 1);
}

export function decision(
  events: readonly WindowEntry[],
  count: number,
  event: WindowEntry,
  { arrivedAt }: DecisionOptions,
): WindowDecision {
  return {
    event_keys: events.slice(-MAX_DECISION_EVENTS).map(({ dedupe_key }) => dedupe_key),
    first: events[0]?.at ?? event.at,
    last: events.at(-1)?.at ?? event.at,
    count,
    ...(arrivedAt === undefined ? {} : { late_by_seconds: Math.max(0, Math.round((arrivedAt - event.at) / 1000)) }),
  };
}
