import type { QueryField } from './ast';

/** Other names of fields, as analysts of other tools type them. */
export const FIELD_ALIASES: ReadonlyMap<string, QueryField> = new Map([
  ['op', 'operation'],
  ['activity', 'operation'],
  ['user', 'actor'],
  ['who', 'actor'],
  ['status', 'result'],
  ['property', 'changed'],
  ['tags', 'tag'],
  ['address', 'ip'],
]);

/** Fields that compare a plain value as a whole; the others look for it inside. */
export const WHOLE_VALUE: ReadonlySet<QueryField> = new Set(['service', 'source', 'category', 'tag', 'ip', 'entity', 'id']);

/** Fields that know regular expressions and wildcards anywhere; the others only `value*`, and `id` neither. */
export const PATTERN_FIELDS: ReadonlySet<QueryField> = new Set([
  'service',
  'operation',
  'result',
  'actor',
  'category',
  'source',
  'tag',
  'changed',
]);

/** Number of insertions, deletions, replacements and swaps of neighbours between two short words. */
export function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      next.push(least);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
