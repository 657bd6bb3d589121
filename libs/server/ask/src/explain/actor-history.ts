import type { ActorHistory, PastEvent } from '@aoc/ask';
import type { TenantContext } from '@aoc/server/context';
import { eventIndex, isTimeLimit, type EventDocument, type EventStore } from '@aoc/server/events';
import { actorPath, isSameActor, type EventPath } from './actor-events';
import { applicationOf, countryOf, PLACE_PROJECTION } from './sign-in-facts';

const DAY_MS = 86_400_000;
const DAYS = 30;
/** Earlier events that are read, each a document; the few where the many take too long. */
const MANY = 1000;
const FEW = 150;
const MANY_TIME_MS = 200;
/** A look further back, past the events that were read, is given up after this. */
const LOOK_TIME_MS = 100;

const PROJECTION = {
  timestamp: 1,
  service: 1,
  operation: 1,
  actor: 1,
  'targets.type': 1,
  'targets.display': 1,
  ...PLACE_PROJECTION,
} as const;

/** Undefined when it took longer than it may. */
async function withinTime<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isTimeLimit(error)) return undefined;
    throw error;
  }
}

const toPast = (row: EventDocument): PastEvent => ({
  at: row.timestamp,
  operation: row.operation,
  ip: row.actor.ip,
  country: countryOf(row.raw),
  application: applicationOf(row),
});

async function newestBefore(ctx: TenantContext, store: EventStore, path: EventPath, range: { from: Date; before: Date }) {
  const filter = { ...path.filter, timestamp: { $gte: range.from, $lt: range.before } };
  const sort = { timestamp: -1, _id: -1 } as const;
  const read = async (limit: number, time: { maxTimeMS?: number }) => {
    const options = { projection: PROJECTION, sort, hint: path.hint, limit, batchSize: limit, ...time };
    const rows = await store.events.find(ctx, filter, options).toArray();
    return { rows, complete: rows.length < limit };
  };
  return (await withinTime(read(MANY, { maxTimeMS: MANY_TIME_MS }))) ?? read(FEW, {});
}

/** Time of the oldest event that is stored; undefined when it took too long to find. */
async function oldestStored(ctx: TenantContext, store: EventStore): Promise<Date | undefined> {
  const options = {
    projection: { timestamp: 1 },
    sort: { timestamp: 1, _id: 1 } as const,
    hint: eventIndex.newest,
    maxTimeMS: LOOK_TIME_MS,
  };
  return (await withinTime(store.events.findOne(ctx, {}, options)))?.timestamp;
}

/** Whether the actor did the operation between two times, by whichever index finds out first; null when neither does in time. */
async function didBefore(
  ctx: TenantContext,
  store: EventStore,
  path: EventPath,
  { event, from, before }: { event: EventDocument; from: Date; before: Date },
): Promise<boolean | null> {
  const filter = { ...path.filter, operation: event.operation, timestamp: { $gte: from, $lt: before } };
  const by = async (hint: string): Promise<boolean> => {
    const rows = await withinTime(
      store.events.find(ctx, filter, { projection: { actor: 1 }, limit: 20, hint, maxTimeMS: LOOK_TIME_MS }).toArray(),
    );
    if (!rows) throw new TimeUp();
    return rows.some((row) => isSameActor(row.actor, event.actor));
  };
  try {
    return await Promise.any([by(path.hint), by(eventIndex.operation)]);
  } catch (error) {
    if (error instanceof AggregateError && error.errors.every((part) => part instanceof TimeUp)) return null;
    throw error;
  }
}
class TimeUp extends Error {}

/**
 * What the actor of an event did in the 30 days before it, of what is stored and the caller may see: the newest events, and for actors
 * with very many whether they ever did the same. Null when the record names no actor.
 */
export async function actorHistory(ctx: TenantContext, store: EventStore, event: EventDocument): Promise<ActorHistory | null> {
  const path = actorPath(event);
  if (path === null) return null;
  const before = event.timestamp;
  const earliest = new Date(before.getTime() - DAYS * DAY_MS);
  const [{ rows, complete }, oldest] = await Promise.all([
    newestBefore(ctx, store, path, { from: earliest, before }),
    oldestStored(ctx, store),
  ]);
  const own = rows.filter((row) => isSameActor(row.actor, event.actor));
  const events = own.map(toPast);
  const last = rows.at(-1)?.timestamp ?? before;
  if (!complete) {
    const sameOperationBefore = await didBefore(ctx, store, path, { event, from: earliest, before });
    return { events, from: last, complete, sameOperationBefore };
  }
  const from = oldest && oldest > earliest ? (oldest < before ? oldest : before) : earliest;
  return { events, from, complete, sameOperationBefore: own.some(({ operation }) => operation === event.operation) };
}
