import { conditions } from '@aoc/server/mongo';
import type { EventCondition } from './clause';

/**
 * All conditions, flat where keys do not collide; that of the chosen path comes first, so that it stands alone on its field and bounds the
 * index.
 */
export function conjunction(first: EventCondition | undefined, rest: readonly EventCondition[]): EventCondition {
  const flat: Record<string, unknown> = {};
  const and: object[] = [];
  for (const { $and = [], ...condition } of first ? [first, ...rest] : rest) {
    if (Object.keys(condition).some((key) => key in flat)) and.push(condition);
    else Object.assign(flat, condition);
    and.push(...$and);
  }
  return conditions<EventCondition>(and.length > 0 ? { ...flat, $and: and } : flat);
}
