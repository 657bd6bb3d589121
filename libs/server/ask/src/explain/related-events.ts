import type { AuditEvent } from '@aoc/contracts';
import { chooseRelated } from '@aoc/ask';
import type { TenantContext } from '@aoc/server/context';
import { LIST_PROJECTION, toEvent, type EventDocument, type EventStore } from '@aoc/server/events';
import { actorPath, entityPath, type EventPath } from './actor-events';
import { isSignIn } from './sign-in-facts';

const HOURS_24_MS = 86_400_000;
const MOST_SHOWN = 20;
/** Nearest events of each key, before and after, that the shown ones are chosen from. */
const CANDIDATES = 30;
const MOST_COUNTED = 1000;
const MOST_KEYS = 5;

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

function pathsOf(event: EventDocument): EventPath[] {
  const actor = actorPath(event);
  const paths = [...(actor ? [actor] : []), ...targetKeys(event).map(entityPath)];
  return [...new Map(paths.map((path) => [JSON.stringify(path.filter), path])).values()];
}

async function nearest(ctx: TenantContext, store: EventStore, path: EventPath, at: Date): Promise<AuditEvent[]> {
  const side = async (timestamp: object, direction: 1 | -1): Promise<AuditEvent[]> => {
    const sort = { timestamp: direction, _id: direction };
    const options = { projection: LIST_PROJECTION, sort, limit: CANDIDATES, hint: path.hint };
    return (await store.events.find(ctx, { ...path.filter, timestamp }, options).toArray()).map(toEvent);
  };
  const both = await Promise.all([
    side({ $gte: new Date(at.getTime() - HOURS_24_MS), $lte: at }, -1),
    side({ $gt: at, $lte: new Date(at.getTime() + HOURS_24_MS) }, 1),
  ]);
  return both.flat();
}

/** Ids within the 24 hours before and after, more than are counted at most by one. */
async function idsAround(ctx: TenantContext, store: EventStore, path: EventPath, at: Date): Promise<string[]> {
  const timestamp = { $gte: new Date(at.getTime() - HOURS_24_MS), $lte: new Date(at.getTime() + HOURS_24_MS) };
  const options = { projection: { _id: 1 }, limit: MOST_COUNTED + 2, hint: path.hint };
  return (await store.events.find(ctx, { ...path.filter, timestamp }, options).toArray()).map(({ _id }) => _id.toHexString());
}

/** Events of the same actor or target within 24 hours of the event, before and after; those that tell most, and how many there are. */
export async function relatedEvents(ctx: TenantContext, store: EventStore, event: EventDocument): Promise<RelatedEvents> {
  const paths = pathsOf(event);
  const at = event.timestamp;
  const [found, ids] = await Promise.all([
    Promise.all(paths.map((path) => nearest(ctx, store, path, at))),
    Promise.all(paths.map((path) => idsAround(ctx, store, path, at))),
  ]);
  const others = new Map(found.flat().flatMap((row) => (row.dedupe_key === event.dedupe_key ? [] : [[row.dedupe_key, row] as const])));
  const counted = new Set(ids.flat());
  counted.delete(event._id.toHexString());
  const count = Math.min(counted.size, MOST_COUNTED);
  return { events: chooseRelated([...others.values()], at.getTime(), MOST_SHOWN), count, countIsExact: counted.size <= MOST_COUNTED };
}
