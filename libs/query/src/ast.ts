/** Fields that a query can name; docs/query-language.md says what each compares. */
export const QUERY_FIELDS = [
  'service',
  'operation',
  'result',
  'actor',
  'target',
  'changed',
  'new',
  'old',
  'tag',
  'ip',
  'entity',
  'source',
  'category',
  'id',
] as const;
export type QueryField = (typeof QUERY_FIELDS)[number];

/**
 * How the value is compared, never minding case: `plain` as the field does by itself, `exact` as a whole, `wildcard` with `*` for any
 * characters, `regex`, or `exists` for any value.
 */
export type QueryMatch = 'plain' | 'exact' | 'wildcard' | 'regex' | 'exists';

/** A condition on one field; `value` is empty for `exists`. */
export interface FieldTerm {
  kind: 'field';
  field: QueryField;
  match: QueryMatch;
  value: string;
}
/**
 * Free words, all of which must occur; a `phrase` also in this order; a `prefix` only has to begin a word; `search` is what 1.x calls
 * search: an identifier is looked up as such.
 */
export interface WordsTerm {
  kind: 'words';
  mode: 'word' | 'phrase' | 'prefix' | 'search';
  text: string;
}
/** A bound of the time, inclusive; `at` as written: an ISO date or date-time, or relative such as `-24h`, `today`. */
export interface TimeTerm {
  kind: 'time';
  bound: 'after' | 'before';
  at: string;
}
export type QueryTerm = FieldTerm | WordsTerm | TimeTerm;

/** What a query text means. Plain JSON. `all` of nothing matches every event. */
export type Query = QueryTerm | { kind: 'all' | 'any'; of: Query[] } | { kind: 'not'; of: Query };

export const EVERYTHING: Query = { kind: 'all', of: [] };

/** Same meaning, one form: no `all` in `all`, no `any` in `any`, no double `not`, no repeats, no group of one. */
export function normaliseQuery(query: Query): Query {
  if (query.kind === 'not') {
    const inner = normaliseQuery(query.of);
    return inner.kind === 'not' ? inner.of : { kind: 'not', of: inner };
  }
  if (query.kind !== 'all' && query.kind !== 'any') return query;
  const { kind } = query;
  const parts = query.of.map(normaliseQuery).flatMap((part) => (part.kind === kind ? part.of : [part]));
  const unique = [...new Map(parts.map((part) => [JSON.stringify(part), part])).values()];
  const [only] = unique;
  return only && unique.length === 1 ? only : { kind, of: unique };
}

/** The conditions that must all hold: those of the outermost `all`, or the query itself. */
export const conjuncts = (query: Query): readonly Query[] => (query.kind === 'all' ? query.of : [query]);
