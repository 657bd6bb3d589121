import { canonicalName } from '@aoc/normalization';

const MAX_REMEMBERED = 5000;
const known = new Map<string, string>();

/** The canonical name of an operation. Tenants have some hundred operations, so that it pays to remember them. */
export function canonicalOperation(operation: string): string {
  const remembered = known.get(operation);
  if (remembered !== undefined) return remembered;
  const name = canonicalName(operation);
  if (known.size >= MAX_REMEMBERED) known.clear();
  known.set(operation, name);
  return name;
}
