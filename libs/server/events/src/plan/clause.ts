import { conditions, type ScopedFilter } from '@aoc/server/mongo';
import type { ShapeValues } from '../event-shape';
import type { EventDocument } from '../event.schema';
import type { FacetField } from '../facet.schema';

export type EventCondition = ScopedFilter<EventDocument>;

/** The value that most events of a condition have. */
export interface FrequentValue {
  value: unknown;
  events: number;
}

/** A condition on several values in two parts, of which the index serves the first in order of time. */
export interface PartedCondition {
  frequent: FrequentValue;
  first: EventCondition;
  rest: EventCondition;
  /** Values of both. */
  values: number;
}

/** An index that can serve a condition. `ordered`: it delivers the matches in order of time, else all are read and sorted. */
export interface AccessPath {
  index: string;
  ordered: boolean;
  parted?: PartedCondition;
}

/** Access to events that have one of several values; `frequent`: the value that most of them have, null when nobody knows. */
export function accessByValues(index: string, field: string, values: readonly unknown[], frequent: FrequentValue | null): AccessPath {
  if (values.length === 1) return { index, ordered: true };
  if (frequent === null) return { index, ordered: false };
  const rest = values.filter((value) => value !== frequent.value);
  const parted = {
    frequent,
    first: conditions<EventCondition>({ [field]: frequent.value }),
    rest: conditions<EventCondition>({ [field]: rest.length === 1 ? rest[0] : { $in: rest } }),
    values: values.length,
  };
  return { index, ordered: false, parted };
}

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
    filter: conditions<EventCondition>({ [values.field]: { $in: values.of } }),
    events,
    label,
    access: accessByValues(access.index, values.field, values.of, mostFrequent(possible, values.field)),
    ...shapes,
    ...(counted ? { counted: { field: counted.field, values: [...new Set(possible.flatMap((c) => c.counted?.values ?? []))] } } : {}),
  };
}

/** The most frequent value of all; null when some clause does not tell. */
function mostFrequent(clauses: readonly Clause[], field: string): FrequentValue | null {
  const each = clauses.map(({ access, events, filter }): FrequentValue | null => {
    if (access?.parted) return access.parted.frequent;
    const value: unknown = Object.entries(filter).find(([name]) => name === field)?.[1];
    return events === null || typeof value !== 'string' ? null : { value, events };
  });
  const known = each.flatMap((one) => one ?? []);
  return known.length < each.length ? null : known.reduce((a, b) => (b.events > a.events ? b : a));
}

/** The values when every condition is `{ field: value }` or `{ field: { $in: values } }` on the same field. */
function valuesOfOneField(clauses: readonly Clause[]): { field: string; of: unknown[] } | null {
  let field: string | null = null;
  const of: unknown[] = [];
  for (const { filter } of clauses) {
    const [entry, more] = Object.entries(filter);
    if (!entry || more || (field !== null && entry[0] !== field)) return null;
    const [name, condition]: [string, unknown] = entry;
    field = name;
    if (typeof condition === 'string') of.push(condition);
    else if (typeof condition === 'object' && condition !== null && Object.keys(condition).join() === '$in' && '$in' in condition)
      of.push(...(Array.isArray(condition.$in) ? condition.$in : []));
    else return null;
  }
  return field === null ? null : { field, of: [...new Set(of)] };
}
