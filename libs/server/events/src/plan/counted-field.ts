import type { ReadContext } from '@aoc/server/context';
import { conditions } from '@aoc/server/mongo';
import type { EventStore } from '../event-store';
import type { ShapeValues } from '../event-shape';
import { eventIndex } from '../event.schema';
import { facetIndex, type FacetField } from '../facet.schema';
import { Memory, type Recall } from '../recall';
import { accessByValues, nothing, oneOf, valuesIn, type Clause, type EventCondition } from './clause';
import { escapePattern, type ValueMatch } from './value-match';

/** Fields whose stored values are all known, so that any match on them becomes a list of values. */
export type CountedField = 'service' | 'operation' | 'result' | 'actor' | 'category' | 'source' | 'tag' | 'changed';

const FIELDS: Readonly<Record<CountedField, { facet: FacetField; stored: string; index: string | null; prefix: string; single: boolean }>> =
  {
    service: { facet: 'service', stored: 'service', index: eventIndex.service, prefix: '', single: true },
    operation: { facet: 'operation', stored: 'operation', index: eventIndex.operation, prefix: '', single: true },
    result: { facet: 'result', stored: 'result', index: eventIndex.result, prefix: '', single: true },
    actor: { facet: 'actor_key', stored: 'actor_key', index: eventIndex.actor, prefix: '', single: true },
    category: { facet: 'display_category', stored: 'display_category', index: null, prefix: '', single: true },
    source: { facet: 'source', stored: 'source', index: null, prefix: '', single: true },
    tag: { facet: 'tag', stored: 'tags', index: eventIndex.tag, prefix: '', single: false },
    changed: { facet: 'changed_property', stored: 'lookup_keys', index: eventIndex.lookup, prefix: 'p=', single: false },
  };
/** More values than this are matched by pattern on the events themselves. */
const MAX_VALUES = 1000;
/** Values with their events as they were (good enough for choosing an index), by what was asked for; names of people have about 60 characters. */
const remembered = new Memory<{ value: string; count: number }[]>('values', 2_000_000, (rows) =>
  rows.reduce((size, { value }) => size + value.length + 50, 50),
);

/** Regular expression on the lower-case value of a counter. An actor has two lines there: display name and UPN. */
function patternOf(match: ValueMatch): { source: string; options: string } {
  switch (match.kind) {
    case 'exact':
      return { source: `^${escapePattern(match.value.toLowerCase())}$`, options: 'm' };
    case 'contains':
      return { source: escapePattern(match.value.toLowerCase()), options: '' };
    case 'wildcard':
      return { source: `^${match.value.toLowerCase().split('*').map(escapePattern).join('.*')}$`, options: 'm' };
    case 'regex':
      return { source: match.value, options: 'im' };
    case 'exists':
      return { source: '', options: '' };
  }
}

/** Stored values that match, with their events. */
async function matchingValues(ctx: ReadContext, store: EventStore, recall: Recall, facet: FacetField, match: ValueMatch) {
  const { source, options } = patternOf(match);
  return recall.of(remembered, JSON.stringify([facet, source, options]), () =>
    store.facets
      .find(
        ctx,
        { field: facet, ...(source === '' ? {} : { folded: { $regex: source, $options: options } }) },
        { projection: { _id: 0, value: 1, count: 1 }, limit: MAX_VALUES * ctx.tenants.length + 1, hint: facetIndex.byCount },
      )
      .toArray(),
  );
}

const isShapeField = (field: string): field is keyof ShapeValues =>
  field === 'source' || field === 'service' || field === 'operation' || field === 'result' || field === 'display_category';

/** A condition on a field whose values are counted. */
export async function countedClause(
  { ctx, store, recall }: { ctx: ReadContext; store: EventStore; recall: Recall },
  field: CountedField,
  match: ValueMatch,
  label: string,
): Promise<Clause> {
  const { facet, stored, index, prefix, single } = FIELDS[field];
  const rows = await matchingValues(ctx, store, recall, facet, match);
  if (rows.length === 0) return nothing(label);
  const counts = new Map<string, number>();
  for (const { value, count } of rows) counts.set(prefix + value, (counts.get(prefix + value) ?? 0) + count);
  const values = [...counts.keys()];
  const events = rows.reduce((sum, row) => sum + row.count, 0);
  if (values.length > MAX_VALUES) {
    const { source } = patternOf(match);
    const anchored = prefix === '' ? source : `^${escapePattern(prefix)}.*(?:${source.replace(/^\^/, '')})`;
    return { filter: conditions<EventCondition>({ [stored]: { $regex: anchored, $options: 'im' } }), events, label };
  }
  const matching = new Set<string | null>(values);
  return {
    filter: conditions<EventCondition>({ [stored]: oneOf(values) }),
    events,
    label,
    ...(index ? { access: accessByValues(index, values.length) } : {}),
    ...(single || values.length === 1 ? { counted: { field: facet, values: rows.map((row) => row.value) } } : {}),
    ...(isShapeField(stored) ? { byShape: (shape) => matching.has(shape[stored]) } : {}),
  };
}

/** The stored values that a condition on a field came to; null when it is matched by pattern. */
export function valuesOfField(field: CountedField, { filter }: Clause): string[] | null {
  const { stored, prefix } = FIELDS[field];
  const values = valuesIn(Object(filter)[stored]);
  return values?.every((value) => value.startsWith(prefix)) ? values.map((value) => value.slice(prefix.length)) : null;
}
