import type { RuleCondition } from '@aoc/contracts';

export type AnchorField = 'service' | 'operation';

function own(condition: RuleCondition, field: AnchorField): ReadonlySet<string> | null {
  if ('all_of' in condition) return anchorOf(condition.all_of, field);
  if ('any_of' in condition) {
    const values = new Set<string>();
    for (const one of condition.any_of) {
      const branch = own(one, field);
      if (branch === null) return null;
      for (const value of branch) values.add(value);
    }
    return values;
  }
  if ('not' in condition || condition.field.trim() !== field || (condition.op !== 'eq' && condition.op !== 'in')) return null;
  const members: readonly unknown[] = Array.isArray(condition.value) ? condition.value : [condition.value];
  const texts = members.filter((member) => typeof member === 'string');
  return texts.length === members.length ? new Set(texts) : null;
}

/** The values of which the field must have one for all conditions to hold, as written; null when the conditions do not say. */
export function anchorOf(conditions: readonly RuleCondition[], field: AnchorField): ReadonlySet<string> | null {
  let best: ReadonlySet<string> | null = null;
  for (const condition of conditions) {
    const values = own(condition, field);
    if (values !== null && (best === null || values.size < best.size)) best = values;
  }
  return best;
}
