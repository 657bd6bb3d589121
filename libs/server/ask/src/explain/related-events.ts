import { chooseRelated } from '@aoc/ask';
import type { AuditEvent } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import { eventIndex, LIST_PROJECTION, toEvent, type EventDocument, type EventStore } from '@aoc/server/events';
import { actorMark } from './actor-events';
import type { ScopedFilter } from '@aoc/server/mongo';
import { isSignIn } from './sign-in-facts';

const HOUR_MS = 3_600_000;
/** Events that the shown ones are chosen from, each a document: all, or where there are more those of the hour before and after. */
const CANDIDATES = 150;
const MOST_COUNTED = 1000;
const MOST_SHOWN = 20;
const MOST_KEYS = 5;

/** Events by a condition and, where one index serves all of it, that index. */
interface EventPath {
  filter: ScopedFilter<EventDocument> & { timestamp?: never };
  hint?: string;
}

export interface RelatedEvents {
  /** By time. */
  events: AuditEvent[];
  count: number;
  countIsExact: boolean;
}

/** Keys of what the event was done to; of a sign-in none, since everybody signs in to the same applications. */
function targetKeys(event: EventDocument): string[] {
  if (isSignIn(event)) return [];
  const marks = event.targets.flatMap(({ upn, id, display }) => [upn, id, display]).flatMap((mark) => mark?.trim().toLowerCase() ?? []);
  return [...new Set(marks)].filter((mark) => event.entity_keys.includes(mark)).slice(0, MOST_KEYS);
}

/**
 * Events of the same actor or target, at whatever time; null when the event names neither. A service without an identifier is no actor
 * that anything is related by, beside a target: it does thousands of things for everybody.
 */
function relatedPath(event: EventDocument): EventPath | null {
  const actor = actorMark(event);
  const ofActor = actor && 'entity_keys' in actor ? [actor.entity_keys] : [];
  const keys = [...new Set([...ofActor, ...targetKeys(event)])];
  const byKeys = { entity_keys: { $in: keys } };
  const byName = actor && 'actor_key' in actor ? actor : null;
  if (keys.length === 0) return byName && { filter: byName, hint: eventIndex.actor };
  return byName && event.actor.type !== 'system' ? { filter: { $or: [byName, byKeys] } } : { filter: byKeys, hint: eventIndex.entity };
}

const around = (at: Date, hours: number) => ({
  timestamp: { $gte: new Date(at.getTime() - hours * HOUR_MS), $lte: new Date(at.getTime() + hours * HOUR_MS) },
});

/** Events of the same actor or target within 24 hours of the event, before and after; those that tell most, and how many there are. */
export async function relatedEvents(ctx: TenantContext, store: EventStore, event: EventDocument): Promise<RelatedEvents> {
  const path = relatedPath(event);
  if (path === null) return { events: [], count: 0, countIsExact: true };
  const at = event.timestamp;
  const hint = path.hint === undefined ? {} : { hint: path.hint };
  // The event itself is among them.
  const count = (await store.events.count(ctx, { ...path.filter, ...around(at, 24) }, MOST_COUNTED + 2, hint)) - 1;
  const window = around(at, count < CANDIDATES ? 24 : 1);
  const options = { projection: LIST_PROJECTION, limit: CANDIDATES, batchSize: CANDIDATES, ...hint };
  const rows = await store.events.find(ctx, { ...path.filter, ...window }, options).toArray();
  const others = rows.map(toEvent).filter((row) => row.dedupe_key !== event.dedupe_key);
  return {
    events: chooseRelated(others, at.getTime(), MOST_SHOWN),
    count: Math.max(0, Math.min(count, MOST_COUNTED)),
    countIsExact: count <= MOST_COUNTED,
  };
}
