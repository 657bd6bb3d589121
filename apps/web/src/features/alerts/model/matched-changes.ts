import type { MatchedCondition } from '@aoc/contracts';
import { shortValue, type Change } from '../../../shared/changes';

const texts = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).map((item) => shortValue(item, 1000).toLowerCase());

/** Whether a condition looked at this changed property: by its name in the field, or by what was found in it. */
export function isMatchedChange(matched: MatchedCondition[], { property, old, new: now }: Change): boolean {
  const name = property.toLowerCase();
  const values = new Set([...texts(old), ...texts(now)]);
  return matched.some(({ field, found }) => {
    const path = field.toLowerCase();
    if (path === `changes.${name}` || path.startsWith(`changes.${name}.`)) return true;
    if (path === 'changed' || path.endsWith('modified.property')) return found.some((item) => String(item).toLowerCase() === name);
    const looksAtValues = path.startsWith('changes.*') || path.includes('modified.new') || path.includes('modified.old');
    return looksAtValues && found.some((item) => values.has(String(item).toLowerCase()));
  });
}
