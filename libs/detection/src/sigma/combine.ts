import { type RuleComparison, type RuleCondition, RULE_LIMITS } from '@aoc/contracts';
import type { Test } from './patterns';

export const isComparison = (condition: RuleCondition): condition is RuleComparison => 'field' in condition;

/** All must hold; what is itself such a group is merged in. */
export function allOf(conditions: readonly RuleCondition[]): RuleCondition {
  const flat = conditions.flatMap((condition) => ('all_of' in condition ? condition.all_of : [condition]));
  const [only] = flat;
  return flat.length === 1 && only ? only : { all_of: flat };
}

/** Any may hold; what is itself such a group is merged in. */
export function anyOf(conditions: readonly RuleCondition[]): RuleCondition {
  const flat = conditions.flatMap((condition) => ('any_of' in condition ? condition.any_of : [condition]));
  const [only] = flat;
  return flat.length === 1 && only ? only : { any_of: flat };
}

export const negated = (condition: RuleCondition): RuleCondition => ('not' in condition ? condition.not : { not: condition });

/** Number of conditions, counting groups, and levels of nesting (1 for a comparison); stops counting above `most`. */
export function sizeOf(conditions: readonly RuleCondition[], most: number): { count: number; depth: number } {
  let count = 0;
  let depth = 0;
  for (const condition of conditions) {
    count += 1;
    depth = Math.max(depth, 1);
    if (count > most) break;
    if (isComparison(condition)) continue;
    const members = 'not' in condition ? [condition.not] : 'all_of' in condition ? condition.all_of : condition.any_of;
    const inner = sizeOf(members, most - count);
    count += inner.count;
    depth = Math.max(depth, inner.depth + 1);
  }
  return { count, depth };
}

function comparison(field: string, { op, value, caseSensitive }: Test, values: readonly Test['value'][]): RuleComparison {
  const unique = [...new Set(values)];
  const list = unique.length > 1;
  return {
    field,
    op: list && op === 'eq' ? 'in' : op,
    value: list ? unique : value,
    ...(caseSensitive ? { case_sensitive: true } : {}),
  };
}

/** Any of the tests holds at any of the fields; values for the same operator become one list. Nothing is there means: at none of the fields. */
export function anyTest(fields: readonly string[], tests: readonly Test[]): RuleCondition {
  const groups = new Map<string, Test[]>();
  for (const test of tests) {
    const key = test.op === 'exists' ? `exists ${String(test.value)}` : `${test.op} ${test.caseSensitive}`;
    groups.set(key, [...(groups.get(key) ?? []), test]);
  }
  return anyOf(
    [...groups.values()].flatMap((group) => {
      const [first] = group;
      if (!first) return [];
      if (first.op === 'exists' && first.value === false) return [absent(fields)];
      return fields.flatMap((field) => inChunks(group).map((values) => comparison(field, { ...first, value: values[0] ?? null }, values)));
    }),
  );
}

const absent = (fields: readonly string[]): RuleCondition => allOf(fields.map((field) => ({ field, op: 'exists' as const, value: false })));

function inChunks(tests: readonly Test[]): Test['value'][][] {
  const values = tests.map(({ value }) => value);
  const chunks: Test['value'][][] = [];
  for (let at = 0; at < values.length; at += RULE_LIMITS.list) chunks.push(values.slice(at, at + RULE_LIMITS.list));
  return chunks;
}
