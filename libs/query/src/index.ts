export {
  conjuncts,
  EVERYTHING,
  normaliseQuery,
  QUERY_FIELDS,
  type FieldTerm,
  type Query,
  type QueryField,
  type QueryMatch,
  type QueryTerm,
  type TimeTerm,
  type WordsTerm,
} from './ast';
export { parseQuery, QUERY_LIMITS, type ParsedQuery } from './parse-query';
export { printQuery } from './print-query';
export type { QueryError } from './reader';
export { instantOf } from './time';
export { FIELD_ALIASES, PATTERN_FIELDS, WHOLE_VALUE } from './fields';
export { filtersToQuery } from './filters-to-query';
export { matchesEvent, type MatchedEvent } from './matches-event';
export { oneChange, type OneChange } from './one-change';
export { timeRangeOf } from './time-range';
