import { NameIndex, type KnownActor, type KnownNames } from '@aoc/ask';
import { hasPrivacyLimits, privacyKey, type ReadContext } from '@aoc/server/context';
import { eventIndex, type EventStore, type FacetField } from '@aoc/server/events';
import { LRUCache } from 'lru-cache';

/** Most names of each kind, the most frequent ones. */
const MOST = 20_000;
/** Newest visible events that give the names to who may not see all. */
const SAMPLE = 5000;
const FRESH_MS = 60_000;

const cached = new WeakMap<EventStore, LRUCache<string, Promise<NameIndex>>>();

/** Names that occur in the events which the caller may see; known again within a minute. */
export async function knownNames(ctx: ReadContext, store: EventStore): Promise<NameIndex> {
  const known = cached.get(store) ?? new LRUCache<string, Promise<NameIndex>>({ max: 200, ttl: FRESH_MS });
  cached.set(store, known);
  const key = privacyKey(ctx);
  const found = known.get(key);
  if (found) return found;
  const made = (hasPrivacyLimits(ctx) ? fromVisibleEvents(ctx, store) : fromCounters(ctx, store)).then((names) => new NameIndex(names));
  known.set(key, made);
  made.catch(() => known.delete(key));
  return made;
}

async function fromCounters(ctx: ReadContext, store: EventStore): Promise<KnownNames> {
  const of = async (field: FacetField): Promise<string[]> => {
    const rows = await store.facets.find(ctx, { field }, { projection: { _id: 0, value: 1 }, sort: { count: -1 }, limit: MOST }).toArray();
    return rows.map(({ value }) => value);
  };
  const [keys, displays, upns, devices, services, operations] = await Promise.all([
    of('actor_key'),
    of('actor_display'),
    of('actor_upn'),
    of('device'),
    of('service'),
    of('operation'),
  ]);
  const written = new Map([...displays, ...upns].map((text) => [text.toLowerCase(), text]));
  const asWritten = (text: string | undefined): string | null => (text === undefined || text === '' ? null : (written.get(text) ?? text));
  const actors = keys.map((key): KnownActor => {
    const [display, upn] = key.split('\n');
    return { display: asWritten(display), upn: asWritten(upn) };
  });
  return { actors, devices, services, operations };
}

/** Counters count hidden events too: who occurs only in those must not be known. */
async function fromVisibleEvents(ctx: ReadContext, store: EventStore): Promise<KnownNames> {
  const projection = { _id: 0, service: 1, operation: 1, actor_display: 1, actor_upn: 1, 'targets.type': 1, 'targets.display': 1 };
  const events = await store.events
    .find(ctx, {}, { projection, sort: { timestamp: -1, _id: -1 }, limit: SAMPLE, hint: eventIndex.newest })
    .toArray();
  const actors = new Map(
    events.map(({ actor_display, actor_upn }) => [`${actor_display}\n${actor_upn}`, { display: actor_display, upn: actor_upn }]),
  );
  const devices = events.flatMap(({ targets }) =>
    targets.flatMap(({ type, display }) => (type?.toLowerCase() === 'device' && display !== null ? [display] : [])),
  );
  return {
    actors: [...actors.values()],
    devices: [...new Set(devices)],
    services: [...new Set(events.map(({ service }) => service))],
    operations: [...new Set(events.map(({ operation }) => operation))],
  };
}
