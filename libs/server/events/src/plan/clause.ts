import { conditions, type ScopedFilter } from '@aoc/server/mongo';
import type { ShapeValues } from '../event-shape';
import type { EventDocument } from '../event.schema';
import type { FacetField } from '../facet.schema';

export type EventCondition = ScopedFilter<EventDocument>;

/**
 * An index that can serve a condition. `ordered`: it delivers the matches in order of time, else all are read and sorted. `values`: so many
 * places of it are read and merged.
 */
export interface AccessPath {
  index: string;
  ordered: boolean;
  values: number;
}

/**
 * Values of a field that are each read in order and merged. MongoDB's limit is the same as that of the embedded
 * engine: https://www.mongodb.com/docs/manual/tutorial/equality-sort-range-guideline/
 */
const MAX_MERGED = 200;

/** Access to events that have one of several values of the index's field. */
export const accessByValues = (index: string, values: number): AccessPath => ({ index, ordered: values <= MAX_MERGED, values });

/** A condition on events with what is known about its matches in the tenants of the caller. */
export interface Clause {
  filter: EventCondition;
  /** Matching events, about; null when nobody knows. */
  events: number | null;
  /** Facets that count exactly the matches. Several values: each event has at most one of them. */
  counted?: { field: FacetField; values: readonly string[] };
  /** Whether events of a shape match, where the shape alone decides that. */
  byShape?: (shape: ShapeValues) => boolean;
  /** True when nothing can match. */
  impossible?: boolean;
  /** True when it is known to match no event that succeeded. */
  unsuccessful?: boolean;
  access?: AccessPath;
  /** In words, for the reason of a refusal: `old value contains "x"`. */
  label: string;
}

/** A condition that nothing can match, because a value that it names was never stored. */
export const NOTHING: EventCondition = { _id: { $in: [] } };
export const nothing = (label: string): Clause => ({ filter: NOTHING, events: 0, impossible: true, byShape: () => false, label });
export const matchesNothing = (clause: Clause): boolean => clause.impossible === true;

/** Whether a condition on results matches no event that succeeded. */
export const isUnsuccessful = ({ counted, unsuccessful }: Clause): boolean =>
  unsuccessful === true || (counted?.field === 'result' && !counted.values.includes('success'));

export function negated(clause: Clause, total: number): Clause {
  const { byShape, counted } = clause;
  return {
    filter: { $nor: [clause.filter] },
    events: clause.events === null ? null : Math.max(0, total - clause.events),
    label: `not ${clause.label}`,
    ...(counted?.field === 'result' && counted.values.includes('success') ? { unsuccessful: true } : {}),
    ...(byShape ? { byShape: (shape) => !byShape(shape) } : {}),
  };
}

/** The tests of the clauses joined by `some` or `every`, when each of them has one. */
export function shapesOf(clauses: readonly Clause[], join: 'some' | 'every'): Pick<Clause, 'byShape'> {
  const tests = clauses.flatMap(({ byShape }) => byShape ?? []);
  if (tests.length < clauses.length) return {};
  return { byShape: (shape) => tests[join]((test) => test(shape)) };
}

/** Fields of which one event has several values, so that their counters cannot be added. */
const MANY_PER_EVENT = new Set<FacetField | undefined>(['changed_property', 'tag']);

/** Any of several conditions. Values of one field stay served by the index of that field. */
export function anyOf(clauses: readonly Clause[], label: string): Clause {
  const possible = clauses.filter((clause) => !matchesNothing(clause));
  const [only] = possible;
  if (!only) return nothing(label);
  if (possible.length === 1) return { ...only, label };
  const events = possible.reduce<number | null>((sum, c) => (sum === null || c.events === null ? null : sum + c.events), 0);
  const { access } = only;
  const values = access && possible.every((c) => c.access?.index === access.index) ? valuesOfOneField(possible) : null;
  const shapes = shapesOf(possible, 'some');
  if (!access || !values) return { filter: { $or: possible.map((c) => c.filter) }, events, label, ...shapes };
  const counted = possible.every((c) => c.counted?.field === only.counted?.field && !MANY_PER_EVENT.has(c.counted?.field))
    ? only.counted
    : undefined;
  return {
    filter: conditions<EventCondition>({ [values.field]: oneOf(values.of) }),
    events,
    label,
    access: accessByValues(access.index, values.of.length),
    ...shapes,
    ...(counted ? { counted: { field: counted.field, values: [...new Set(possible.flatMap((c) => c.counted?.values ?? []))] } } : {}),
  };
}

/** A condition on a field: one of the values. */
export const oneOf = <T>(values: readonly T[]): T | undefined | { $in: readonly T[] } =>
  values.length === 1 ? values[0] : { $in: values };

/** The values of a condition that is a text, or one of several; null when it is of another kind. */
export function valuesIn(condition: unknown): string[] | null {
  if (typeof condition === 'string') return [condition];
  if (typeof condition !== 'object' || condition === null || Object.keys(condition).join() !== '$in' || !('$in' in condition)) return null;
  const listed: unknown = condition.$in;
  return Array.isArray(listed) && listed.every((value) => typeof value === 'string') ? listed : null;
}

/** The values when every condition is on the same field alone. */
function valuesOfOneField(clauses: readonly Clause[]): { field: string; of: string[] } | null {
  let field: string | null = null;
  const of: string[] = [];
  for (const { filter } of clauses) {
    const [entry, more] = Object.entries(filter);
    if (!entry || more || (field !== null && entry[0] !== field)) return null;
    const [name, condition]: [string, unknown] = entry;
    const values = valuesIn(condition);
    if (!values) return null;
    field = name;
    of.push(...values);
  }
  return field === null ? null : { field, of: [...new Set(of)] };
}
