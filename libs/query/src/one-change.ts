import type { Query, QueryField } from './ast';

/** Conditions side by side that speak of one change, and those beside them. */
export interface OneChange {
  property: Query;
  /** On its values, before or after. */
  values: readonly Query[];
  others: readonly Query[];
}

const PROPERTY: ReadonlySet<QueryField> = new Set(['changed']);
const VALUES: ReadonlySet<QueryField> = new Set(['new', 'old']);

/** A condition on one of the fields, or alternatives of nothing else. */
function isOn(part: Query, fields: ReadonlySet<QueryField>): boolean {
  if (part.kind === 'any') return part.of.length > 0 && part.of.every((one) => one.kind === 'field' && isOn(one, fields));
  return part.kind === 'field' && fields.has(part.field);
}

/**
 * `changed:` once, with `new:` and `old:` beside it, means a property of that name with these values: `changed:State new:enabled` finds what was
 * enabled, and not what became something else while another property became `enabled`. With `changed:` several times, or for any property
 * (`changed:*`), each condition stands for itself. Null when none speak of one change.
 */
export function oneChange(parts: readonly Query[]): OneChange | null {
  const [property, more] = parts.filter((part) => isOn(part, PROPERTY));
  if (!property || more || (property.kind === 'field' && property.match === 'exists')) return null;
  const values = parts.filter((part) => isOn(part, VALUES));
  if (values.length === 0) return null;
  return { property, values, others: parts.filter((part) => part !== property && !values.includes(part)) };
}
