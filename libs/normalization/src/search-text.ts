import type { Target } from '@aoc/contracts';
import type { Draft } from './draft';
import { clip } from './json';
import { isGuid } from './identifiers';
import { valueText } from './values';

/** Most characters of the curated text that word search uses. */
export const MAX_SEARCH_TEXT = 400;

/** Bookkeeping of Entra among the changed properties. */
export const isBookkeeping = (property: string): boolean =>
  property === 'Included Updated Properties' ||
  property === 'SPN' ||
  property.startsWith('TargetId.') ||
  property.startsWith('ActorId.') ||
  property === 'DeviceManagementAPIVersion';

/** Names of the properties that really changed, in the source's order. */
export function changedProperties(targets: readonly Target[]): string[] {
  return targets.flatMap(({ modified }) => modified.filter(({ property }) => !isBookkeeping(property)).map(({ property }) => property));
}

/** Ids and times: found by exact lookup and by the time range, a waste of room here. */
const isOpaque = (value: string): boolean => isGuid(value) || /^\d{4}-\d{2}-\d{2}T/.test(value);

/** Texts joined until the limit is reached; a text that is already in there is not repeated. */
class Budget {
  private text = '';
  private folded = '';

  get full(): boolean {
    return this.text.length >= MAX_SEARCH_TEXT;
  }

  add(part: string | null, max = 120): void {
    if (part === null || this.full) return;
    const words = part.slice(0, max).replace(/\s+/g, ' ').trim();
    if (words === '') return;
    const folded = words.toLowerCase();
    if (` ${this.folded} `.includes(` ${folded} `)) return;
    this.text += this.text === '' ? words : ` ${words}`;
    this.folded += ` ${folded}`;
  }

  toString(): string {
    return clip(this.text, MAX_SEARCH_TEXT);
  }
}

/** What word search finds the event by: summary, actor, operation, targets, changed properties with their new values, parameter values. */
export function searchText({ actor, operation, targets, words, detail }: Draft, summary: string): string {
  const budget = new Budget();
  budget.add(summary, 200);
  budget.add(actor.display);
  budget.add(actor.upn);
  budget.add(operation);
  for (const target of targets) {
    if (budget.full) break;
    budget.add(target.display, 80);
    budget.add(target.upn, 80);
  }
  budget.add(detail);
  for (const { modified } of targets)
    for (const { property, new: current } of modified) {
      if (budget.full) return budget.toString();
      if (isBookkeeping(property)) continue;
      budget.add(property, 60);
      const value = valueText(current, 60);
      if (!isOpaque(value)) budget.add(value, 60);
    }
  for (const word of words) if (!isOpaque(word)) budget.add(word, 60);
  return budget.toString();
}
