import type { ActorHistory, PastEvent } from '@aoc/ask';
import type { TenantContext } from '@aoc/server/context';
import { eventIndex, isTimeLimit, type EventDocument, type EventStore } from '@aoc/server/events';
import { actorMark, indexOf, isSameActor, type ActorMark } from './actor-events';
import { applicationOf, countryOf, PLACE_PROJECTION } from './sign-in-facts';

const DAY_MS = 86_400_000;
/**
 * Times before the event that the actor's events are read from, in days: the first that holds no more than {@link MOST_READ}. All are
 * counted, which is cheap up to a limit; a sorted read of one identifier would take as long as all its events need on databases that do
 * not keep them in the order of time.
 */
const WINDOWS = [30, 7, 1, 1 / 24] as const;
/** Each is a document. */
const MOST_READ = 500;
/** A window with fewer says too little: then the newest of the next wider one are read. */
const ENOUGH = 100;
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

/** Time of the oldest event that is stored; undefined when it took too long to find. */
async function oldestStored(ctx: TenantContext, store: EventStore): Promise<Date | undefined> {
  const sort = { timestamp: 1, _id: 1 } as const;
  const options = { projection: { timestamp: 1 }, sort, hint: eventIndex.newest, maxTimeMS: LOOK_TIME_MS };
  return (await withinTime(store.events.findOne(ctx, {}, options)))?.timestamp;
}

const before = ({ timestamp }: EventDocument, days: number) => ({ $gte: new Date(timestamp.getTime() - days * DAY_MS), $lt: timestamp });

class TimeUp extends Error {}

/** Whether the actor did the operation in the widest window, by whichever index finds out first; null when neither does in time. */
async function didBefore(ctx: TenantContext, store: EventStore, mark: ActorMark, event: EventDocument): Promise<boolean | null> {
  const timestamp = before(event, WINDOWS[0]);
  const filter = { ...mark, operation: event.operation, timestamp };
  const by = async (hint: string): Promise<boolean> => {
    const options = { projection: { actor: 1 }, limit: 20, hint, maxTimeMS: LOOK_TIME_MS };
    const rows = await withinTime(store.events.find(ctx, filter, options).toArray());
    if (!rows) throw new TimeUp();
    return rows.some((row) => isSameActor(row.actor, event.actor));
  };
  try {
    return await Promise.any([by(indexOf(mark)), by(eventIndex.operation)]);
  } catch (error) {
    if (error instanceof AggregateError && error.errors.every((part) => part instanceof TimeUp)) return null;
    throw error;
  }
}

/** The widest window that holds few enough events, or the one before it where these are too few to tell anything. */
async function windowFor(ctx: TenantContext, store: EventStore, mark: ActorMark, event: EventDocument) {
  const windows = WINDOWS.map((days) => before(event, days));
  const hint = indexOf(mark);
  const counts = await Promise.all(windows.map((timestamp) => store.events.count(ctx, { ...mark, timestamp }, MOST_READ + 1, { hint })));
  const fitting = counts.findIndex((count) => count <= MOST_READ);
  const enough = fitting <= 0 || (counts[fitting] ?? 0) >= ENOUGH;
  const timestamp = windows.at(enough ? fitting : fitting - 1) ?? before(event, WINDOWS[0]);
  return { timestamp, complete: fitting === 0 };
}

/**
 * What the actor of an event did in the 30 days before it, of what is stored and the caller may see: all of it, and for actors with very
 * many events the newest, and whether they ever did the same. Null when the record names no actor.
 */
export async function actorHistory(ctx: TenantContext, store: EventStore, event: EventDocument): Promise<ActorHistory | null> {
  const mark = actorMark(event);
  if (mark === null) return null;
  const [{ timestamp, complete }, oldest] = await Promise.all([windowFor(ctx, store, mark, event), oldestStored(ctx, store)]);
  const sort = { timestamp: -1, _id: -1 } as const;
  const options = { projection: PROJECTION, sort, limit: MOST_READ, batchSize: MOST_READ, hint: indexOf(mark) };
  const rows = await store.events.find(ctx, { ...mark, timestamp }, options).toArray();
  const own = rows.filter((row) => isSameActor(row.actor, event.actor));
  const events = own.map(toPast);
  if (!complete) {
    const from = rows.length === MOST_READ ? (rows.at(-1)?.timestamp ?? timestamp.$gte) : timestamp.$gte;
    return { events, from, complete, sameOperationBefore: await didBefore(ctx, store, mark, event) };
  }
  const from = oldest && oldest > timestamp.$gte ? new Date(Math.min(oldest.getTime(), event.timestamp.getTime())) : timestamp.$gte;
  return { events, from, complete, sameOperationBefore: own.some(({ operation }) => operation === event.operation) };
}
