import type { MatchedCondition, RuleCondition, RuleComparison } from '@aoc/contracts';

/** Most values that are shown for one condition, and most characters of each. */
export const MAX_FOUND = 5;
const MAX_TEXT = 200;
const MAX_EXPECTED = 20;

function clipped(value: unknown): unknown {
  if (typeof value === 'string') return value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT - 1).toWellFormed()}…` : value;
  if (typeof value !== 'object' || value === null) return value;
  return clipped(JSON.stringify(value) ?? '');
}

/** What a comparison compares with, short enough to show. */
function expectedOf({ value }: RuleComparison): unknown {
  if (!Array.isArray(value)) return value === undefined ? null : value;
  const members: readonly (RuleCondition | unknown)[] = value;
  return members.slice(0, MAX_EXPECTED).map(clipped);
}

/** The distinct values that made a condition hold, cut to what can be shown. */
export const shown = (values: readonly unknown[]): unknown[] => [...new Set(values.slice(0, 1000).map(clipped))].slice(0, MAX_FOUND);

export function matchedCondition(
  comparison: RuleComparison,
  negated: boolean,
  found: readonly unknown[],
  prefix: string,
): MatchedCondition {
  return {
    field: prefix === '' ? comparison.field : `${prefix}.${comparison.field}`,
    op: negated ? `not ${comparison.op}` : comparison.op,
    expected: expectedOf(comparison),
    found: shown(found),
  };
}

/** The same condition explained for several elements, as one entry with the values of all. */
export function mergeMatched(entries: readonly MatchedCondition[]): MatchedCondition[] {
  const merged = new Map<string, MatchedCondition>();
  for (const entry of entries) {
    const key = JSON.stringify([entry.field, entry.op, entry.expected]);
    const known = merged.get(key);
    if (known) known.found = shown([...known.found, ...entry.found]);
    else merged.set(key, { ...entry });
  }
  return [...merged.values()];
}
