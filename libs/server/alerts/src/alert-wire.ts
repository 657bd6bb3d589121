import type { Alert } from '@aoc/contracts';
import { toComment } from '@aoc/server/events';
import type { AlertDocument } from './alert.schema';

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

/** A stored alert as it goes over the wire. */
export function toAlert(document: AlertDocument): Alert {
  const { _id, rank: _rank, event_key, event_keys, actor_folded: _folded, tied_by: _ties, window, comments, history, ...rest } = document;
  return {
    ...rest,
    id: _id,
    _id,
    timestamp: rest.timestamp.toISOString(),
    event_dedupe_key: event_key,
    event_ids: event_keys,
    first_seen: rest.first_seen.toISOString(),
    last_seen: rest.last_seen.toISOString(),
    window: window && { ...window, first: window.first.toISOString(), last: window.last.toISOString() },
    comments: comments.map(toComment),
    history: history.map((entry) => ({ ...entry, at: entry.at.toISOString() })),
    acknowledged_at: iso(rest.acknowledged_at),
    closed_at: iso(rest.closed_at),
    notified_at: iso(rest.notified_at),
  };
}
