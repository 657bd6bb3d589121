import type { ReadContext } from '@aoc/server/context';
import { LRUCache } from 'lru-cache';
import type { EventStore } from '../event-store';
import { facetIndex } from '../facet.schema';

/** Services with their events, as they were a moment ago: only for choosing an index and for spelling, never for an answer. */
export interface Estimates {
  total: number;
  services: ReadonlyMap<string, number>;
}

const FRESH_MS = 5000;
const MAX_SERVICES = 1000;
const cached = new WeakMap<EventStore, LRUCache<string, { at: number; estimates: Promise<Estimates> }>>();

/** Read once in five seconds per set of tenants and process. */
export async function estimatesOf(ctx: ReadContext, store: EventStore): Promise<Estimates> {
  const known = cached.get(store) ?? new LRUCache<string, { at: number; estimates: Promise<Estimates> }>({ max: 5000 });
  cached.set(store, known);
  const key = [...ctx.tenants].sort().join();
  const now = ctx.clock.now().getTime();
  const entry = known.get(key);
  if (entry && Math.abs(now - entry.at) < FRESH_MS) return entry.estimates;
  const estimates = read(ctx, store);
  known.set(key, { at: now, estimates });
  estimates.catch(() => known.delete(key));
  return estimates;
}

async function read(ctx: ReadContext, store: EventStore): Promise<Estimates> {
  const rows = await store.facets
    .find(ctx, { field: 'service' }, { projection: { value: 1, count: 1 }, limit: MAX_SERVICES, hint: facetIndex.byCount })
    .toArray();
  const services = new Map<string, number>();
  for (const { value, count } of rows) services.set(value, (services.get(value) ?? 0) + count);
  return { total: [...services.values()].reduce((a, b) => a + b, 0), services };
}
