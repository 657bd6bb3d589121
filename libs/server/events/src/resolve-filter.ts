import type { EventFilter } from '@aoc/contracts';
import type { ReadContext } from '@aoc/server/context';
import { escapePattern, type ResolvedFilter, type ResolvedValues } from './event-plan';
import type { EventStore } from './event-store';
import { eventIndex } from './event.schema';
import { facetIndex, type FacetField } from './facet.schema';

/** More stored values than this are cheaper to match by pattern, newest first. */
const MAX_VALUES = 300;
const MAX_SERVICES = 1000;

/** A single word with a character that identifiers have and plain words do not. */
const looksLikeIdentifier = (text: string): boolean => /^\S+$/.test(text) && /[@.:/\\\-_\d]/.test(text);

/** Turns partial texts into stored values and a search into an identifier or words, by reading facets. */
export async function resolveFilter(ctx: ReadContext, store: EventStore, filter: EventFilter): Promise<ResolvedFilter> {
  const needsFacets = [filter.service, filter.services, filter.actor, filter.operation, filter.result, filter.include_tags].some(Boolean);
  const [services, actor, operation, result, tags, search] = await Promise.all([
    needsFacets ? serviceCounts(ctx, store) : new Map<string, number>(),
    partial(ctx, store, 'actor_key', filter.actor),
    partial(ctx, store, 'operation', filter.operation),
    partial(ctx, store, 'result', filter.result),
    tagCounts(ctx, store, filter.include_tags),
    resolveSearch(ctx, store, filter.search),
  ]);
  return {
    total: [...services.values()].reduce((a, b) => a + b, 0),
    service: wantedServices(filter, services),
    actor_key: actor,
    operation,
    result,
    tags,
    excludeTags: filter.exclude_tags,
    search,
    start: filter.start,
    end: filter.end,
  };
}

function wantedServices(filter: EventFilter, counts: ReadonlyMap<string, number>): ResolvedValues | undefined {
  const any = filter.services && filter.services.length > 0 ? [...new Set(filter.services)] : undefined;
  const one = filter.service;
  if (one === undefined && !any) return undefined;
  const values = one === undefined ? (any ?? []) : !any || any.includes(one) ? [one] : [];
  return { values, events: values.reduce((sum, value) => sum + (counts.get(value) ?? 0), 0) };
}

async function serviceCounts(ctx: ReadContext, store: EventStore): Promise<Map<string, number>> {
  const rows = await store.facets
    .find(ctx, { field: 'service' }, { projection: { value: 1, count: 1 }, limit: MAX_SERVICES, hint: facetIndex.byCount })
    .toArray();
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(row.value, (counts.get(row.value) ?? 0) + row.count);
  return counts;
}

async function partial(ctx: ReadContext, store: EventStore, field: FacetField, text?: string): Promise<ResolvedValues | undefined> {
  if (text === undefined) return undefined;
  const pattern = escapePattern(text.toLowerCase());
  const rows = await store.facets
    .find(
      ctx,
      { field, folded: { $regex: pattern } },
      { projection: { value: 1, count: 1 }, limit: MAX_VALUES + 1, hint: facetIndex.byCount },
    )
    .toArray();
  if (rows.length > MAX_VALUES) return { pattern: new RegExp(pattern, 'i') };
  return { values: [...new Set(rows.map((row) => row.value))], events: rows.reduce((sum, row) => sum + row.count, 0) };
}

async function tagCounts(ctx: ReadContext, store: EventStore, wanted?: readonly string[]): Promise<ResolvedFilter['tags']> {
  const [first, ...rest] = [...new Set(wanted ?? [])];
  if (first === undefined) return undefined;
  const all = [first, ...rest];
  const rows = await store.facets
    .find(ctx, { field: 'tag', value: { $in: all } }, { projection: { value: 1, count: 1 }, hint: facetIndex.byCount })
    .toArray();
  const events = (tag: string): number => rows.filter((row) => row.value === tag).reduce((sum, row) => sum + row.count, 0);
  const rarest = all.reduce((a, b) => (events(b) < events(a) ? b : a));
  return { all, rarest, events: events(rarest) };
}

async function resolveSearch(ctx: ReadContext, store: EventStore, search?: string): Promise<ResolvedFilter['search']> {
  if (search === undefined) return undefined;
  const entity = search.toLowerCase();
  if (!looksLikeIdentifier(search)) return { words: search };
  const known = await store.events.findOne(ctx, { entity_keys: entity }, { projection: { _id: 1 }, hint: eventIndex.entity });
  return known ? { entity } : { words: search };
}
