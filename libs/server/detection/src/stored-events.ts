import type { RuleBody } from '@aoc/contracts';
import { ruleAnchors } from '@aoc/detection';
import { canonicalName } from '@aoc/normalization';
import type { ReadContext } from '@aoc/server/context';
import { eventIndex, facetIndex, type EventDocument, type EventStore } from '@aoc/server/events';
import type { ScopedFilter } from '@aoc/server/mongo';

const MAX_VALUES = 2000;

/** Which stored events a rule can match at all, and the index that finds them. */
export interface Candidates {
  filter: ScopedFilter<EventDocument>;
  hint: string;
  /** How many such events are stored, at any time. */
  stored: number;
}

async function valuesOf(ctx: ReadContext, { facets }: EventStore, field: 'operation' | 'service', isOne: (value: string) => boolean) {
  const rows = await facets
    .find(ctx, { field }, { projection: { value: 1, count: 1 }, sort: { count: -1 }, limit: MAX_VALUES, hint: facetIndex.byCount })
    .toArray();
  return rows.filter(({ value }) => isOne(value));
}

/** The operations or services that the rules name, as they are really stored; all events when one of them names none. */
export async function candidatesOf(ctx: ReadContext, store: EventStore, ...bodies: readonly RuleBody[]): Promise<Candidates> {
  const anchors = bodies.map(ruleAnchors);
  const field = anchors.every(({ operations }) => operations !== null) ? 'operation' : 'service';
  const named = anchors.map(({ operations, services }) => (field === 'operation' ? operations : services));
  const all = named.includes(null);
  const rows = await valuesOf(
    ctx,
    store,
    field,
    (value) => all || named.some((values) => values?.has(field === 'operation' ? canonicalName(value) : value.toLowerCase()) === true),
  );
  const stored = rows.reduce((sum, { count }) => sum + count, 0);
  if (all) return { filter: {}, hint: eventIndex.newest, stored };
  const values = [...new Set(rows.map(({ value }) => value))];
  return field === 'operation'
    ? { filter: { operation: { $in: values } }, hint: eventIndex.operation, stored }
    : { filter: { service: { $in: values } }, hint: eventIndex.service, stored };
}
