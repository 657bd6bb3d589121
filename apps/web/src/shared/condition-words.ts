import type { MatchedCondition, RuleComparison, RuleCondition, RuleOperator, WorkingTime } from '@aoc/contracts';

/** What an operator says between a field and a value. */
export const OPERATOR_WORDS: Record<RuleOperator, string> = {
  eq: 'is',
  neq: 'is not',
  contains: 'contains',
  starts_with: 'starts with',
  ends_with: 'ends with',
  in: 'is one of',
  not_in: 'is none of',
  regex: 'matches the pattern',
  exists: 'is there',
  gt: 'is more than',
  gte: 'is at least',
  lt: 'is less than',
  lte: 'is at most',
  cidr: 'is in the address range',
  after_hours: 'is outside working time',
  any: 'has an element where',
  all: 'has only elements where',
};
const NEGATED: Record<string, string> = {
  'not eq': 'is not',
  'not contains': 'does not contain',
  'not in': 'is none of',
  'not exists': 'is not there',
  'not after_hours': 'is within working time',
};
const WORDS: Record<string, string> = { ...OPERATOR_WORDS, ...NEGATED };
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const LISTED = 8;

/** A value as short text; lists joined by `or`. */
export function valueWords(value: unknown): string {
  if (Array.isArray(value)) {
    const shown = value.slice(0, LISTED).map(valueWords);
    const rest = value.length - shown.length;
    return shown.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
  }
  if (value === null || value === undefined) return 'nothing';
  if (value === '') return 'empty text';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

export function workingTimeWords({ days, start, end, time_zone }: WorkingTime): string {
  const parts = [
    days?.map((day) => DAYS[day - 1]).join(', '),
    start || end ? `${start ?? 'start of work'}–${end ?? 'end of work'}` : undefined,
    time_zone,
  ].filter(Boolean);
  return parts.length === 0 ? "the tenant's settings" : parts.join(' ');
}

/** What one matched condition asked for, e.g. `is one of` and `Add user, Delete user`. */
export function matchedWords({ op, expected }: MatchedCondition): { words: string; expected: string | null } {
  const list = Array.isArray(expected) && (op === 'eq' || op === 'not eq');
  const words = list ? (op === 'eq' ? 'is one of' : 'is none of') : (WORDS[op] ?? op.replaceAll('_', ' '));
  if (op.endsWith('exists')) return { words: expected === false ? 'is not there' : words, expected: null };
  if (op.endsWith('after_hours')) return { words, expected: null };
  return { words, expected: expected === null || expected === undefined ? null : valueWords(expected) };
}

function comparisonWords({ field, op, value }: RuleComparison): string {
  if (op === 'any' || op === 'all') {
    const inner: unknown[] = Array.isArray(value) ? value : [];
    return `${field} ${OPERATOR_WORDS[op]} (${inner.filter(isCondition).map(conditionWords).join(' and ')})`;
  }
  if (op === 'exists') return `${field} ${value === false ? 'is not there' : 'is there'}`;
  if (op === 'after_hours') {
    const time = typeof value === 'object' && value !== null && !Array.isArray(value) ? workingTimeWords(value) : workingTimeWords({});
    return `${field} is outside working time (${time})`;
  }
  const words = Array.isArray(value) && op === 'eq' ? 'is one of' : OPERATOR_WORDS[op];
  return `${field} ${words} ${valueWords(value)}`;
}

export const isCondition = (value: unknown): value is RuleCondition =>
  typeof value === 'object' && value !== null && ('field' in value || 'all_of' in value || 'any_of' in value || 'not' in value);

/** A condition as a sentence, groups in parentheses. */
export function conditionWords(condition: RuleCondition): string {
  if ('all_of' in condition) return `(${condition.all_of.map(conditionWords).join(' and ')})`;
  if ('any_of' in condition) return `(${condition.any_of.map(conditionWords).join(' or ')})`;
  if ('not' in condition) return `not ${conditionWords(condition.not)}`;
  return comparisonWords(condition);
}
