import type { FilterOptions } from '@aoc/contracts';
import { hasPrivacyLimits, type ReadContext } from '@aoc/server/context';
import type { EventStore } from './event-store';
import { eventIndex } from './event.schema';
import { facetIndex, type FacetField } from './facet.schema';
import { Memory, Recall } from './recall';

const OPTIONS = {
  services: 'service',
  operations: 'operation',
  results: 'result',
  actors: 'actor_display',
  actor_upns: 'actor_upn',
  devices: 'device',
  tags: 'tag',
} as const satisfies Record<keyof FilterOptions, FacetField>;
/** How many of the newest events a caller with privacy limits gets options from. */
const SAMPLE = 5000;

/** Options of 200 values a field have about 60 kB. */
const remembered = new Memory<FilterOptions>('facets', 100, () => 1);

/** Known values of each filter, most frequent first, `limit` of each. Read anew when facets have changed. */
export const filterOptions = (ctx: ReadContext, store: EventStore, limit: number): Promise<FilterOptions> =>
  new Recall(ctx, store).of(remembered, String(limit), () => readOptions(ctx, store, limit));

async function readOptions(ctx: ReadContext, store: EventStore, limit: number): Promise<FilterOptions> {
  if (hasPrivacyLimits(ctx)) return fromVisibleEvents(ctx, store, limit);
  const of = async (option: keyof FilterOptions): Promise<string[]> => {
    const rows = await store.facets
      .find(
        ctx,
        { field: OPTIONS[option] },
        { projection: { value: 1, count: 1 }, sort: { count: -1 }, limit: limit * ctx.tenants.length, hint: facetIndex.byCount },
      )
      .toArray();
    return mostFrequent(rows, limit);
  };
  const [services, operations, results, actors, actor_upns, devices, tags] = await Promise.all([
    of('services'),
    of('operations'),
    of('results'),
    of('actors'),
    of('actor_upns'),
    of('devices'),
    of('tags'),
  ]);
  return { services, operations, results, actors, actor_upns, devices, tags };
}

/**
 * Facets count hidden events too: an actor or device that occurs only in those must not be offered. So who has privacy limits
 * gets the values of the newest visible events.
 */
async function fromVisibleEvents(ctx: ReadContext, store: EventStore, limit: number): Promise<FilterOptions> {
  const events = await store.events
    .find(
      ctx,
      {},
      {
        projection: { service: 1, operation: 1, result: 1, actor_display: 1, actor_upn: 1, tags: 1, targets: 1 },
        sort: { timestamp: -1, _id: -1 },
        limit: SAMPLE,
        hint: eventIndex.newest,
      },
    )
    .toArray();
  const values = (pick: (event: (typeof events)[number]) => (string | null)[]): string[] =>
    mostFrequent(
      events.flatMap(pick).flatMap((value) => (value ? [{ value, count: 1 }] : [])),
      limit,
    );
  return {
    services: values((e) => [e.service]),
    operations: values((e) => [e.operation]),
    results: values((e) => [e.result]),
    actors: values((e) => [e.actor_display]),
    actor_upns: values((e) => [e.actor_upn]),
    devices: values((e) => e.targets.filter((t) => t.type?.toLowerCase() === 'device').map((t) => t.display)),
    tags: values((e) => e.tags),
  };
}

function mostFrequent(rows: readonly { value: string; count: number }[], limit: number): string[] {
  const counts = new Map<string, number>();
  for (const { value, count } of rows) counts.set(value, (counts.get(value) ?? 0) + count);
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, limit)
    .map(([value]) => value);
}
