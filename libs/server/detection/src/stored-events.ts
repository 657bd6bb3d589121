import type { NormalizedEvent, RuleBody } from '@aoc/contracts';
import { ruleAnchors } from '@aoc/detection';
import { canonicalName, fromStorableRaw } from '@aoc/normalization';
import type { ReadContext } from '@aoc/server/context';
import { eventIndex, facetIndex, type EventDocument, type EventStore } from '@aoc/server/events';
import type { ScopedFilter } from '@aoc/server/mongo';

const MAX_VALUES = 2000;

/** A stored event as normalisation made it. */
export const toNormalized = (document: EventDocument): NormalizedEvent => ({
  ...document,
  targets: fromStorableRaw(document.targets),
  raw: fromStorableRaw(document.raw),
});

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

/** The operations or services that the rule names, as they are really stored; all events when it names none. */
export async function candidatesOf(ctx: ReadContext, store: EventStore, body: RuleBody): Promise<Candidates> {
  const { operations, services } = ruleAnchors(body);
  const field = operations ? 'operation' : 'service';
  const rows = await valuesOf(ctx, store, field, (value) => {
    if (operations) return operations.has(canonicalName(value));
    return services === null || services.has(value.toLowerCase());
  });
  const stored = rows.reduce((sum, { count }) => sum + count, 0);
  if (!operations && !services) return { filter: {}, hint: eventIndex.newest, stored };
  const values = [...new Set(rows.map(({ value }) => value))];
  const hint = operations ? eventIndex.operation : eventIndex.service;
  return { filter: field === 'operation' ? { operation: { $in: values } } : { service: { $in: values } }, hint, stored };
}
