import type { Alert } from '@aoc/contracts';
import { bareId } from '../../../shared/api/owned-ids';
import { quoted } from '../../../shared/quoted';

/** Most ids that go into one query; its text is limited. */
const MAX_IDS = 40;
const MAX_QUERY = 4000;

/** Filters of the events screen that show the events of an alert; null when there are too many to name. */
export function eventsOf(alert: Pick<Alert, 'event_ids' | 'event_dedupe_key'>): { q: string } | null {
  const ids = alert.event_ids.length === 0 ? [bareId(alert.event_dedupe_key)] : alert.event_ids;
  const q = ids.length === 1 ? `id:${quoted(ids[0] ?? '')}` : `id:(${ids.map(quoted).join(' OR ')})`;
  return ids.length <= MAX_IDS && q.length <= MAX_QUERY ? { q } : null;
}

export const eventsOfEntity = (key: string): { q: string } => ({ q: `entity:${quoted(key)}` });

/** What the actor did within an hour of the alert's events. */
export function eventsAround(alert: Pick<Alert, 'actor' | 'actor_upn' | 'first_seen' | 'last_seen'>): {
  q?: string;
  start: string;
  end: string;
} {
  const who = alert.actor_upn ?? alert.actor;
  const hour = 3_600_000;
  const at = (instant: string, shift: number) => new Date(Date.parse(instant) + shift).toISOString();
  return { ...(who ? { q: `actor:=${quoted(who)}` } : {}), start: at(alert.first_seen, -hour), end: at(alert.last_seen, hour) };
}
