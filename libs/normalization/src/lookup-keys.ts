import { wordsOf, type Target } from '@aoc/contracts';
import { isGuid } from './identifiers';
import { clip } from './json';
import { isBookkeeping } from './search-text';
import { valueText } from './values';

/** Most keys that one event is looked up by. */
export const MAX_LOOKUP_KEYS = 80;
const MAX_KEY = 100;
const MAX_WORDS = 10;

/** What a lookup key says: a target's name, a changed property, a new value, an old value. */
type LookupKind = 't' | 'p' | 'n' | 'o';

/** Keys of one event, each once, until the limit is reached. */
class LookupKeys {
  readonly keys = new Set<string>();

  add(kind: LookupKind, text: string): void {
    const value = clip(text.toLowerCase().trim(), MAX_KEY);
    if (value !== '' && this.keys.size < MAX_LOOKUP_KEYS) this.keys.add(`${kind}:${value}`);
  }

  /** The text as a whole and its first words; an id has no words. */
  addText(kind: LookupKind, text: string | null): void {
    if (text === null || text === '') return;
    this.add(kind, text);
    if (isGuid(text)) return;
    for (const word of wordsOf(text.slice(0, MAX_KEY * 2)).slice(0, MAX_WORDS)) this.add(kind, word);
  }
}

/**
 * Keys by which the index finds an event through its targets and changes: `t:` names, UPNs and ids of targets, `p:` names of changed
 * properties, `n:` new and `o:` old values; each as a whole and word by word, lower-case. Bookkeeping of Entra is left out.
 */
export function lookupKeys(targets: readonly Target[]): string[] {
  const found = new LookupKeys();
  for (const { display, upn, id } of targets) {
    found.addText('t', display);
    found.addText('t', upn);
    if (id !== null) found.add('t', id);
  }
  for (const { modified } of targets)
    for (const { property, old, new: current } of modified) {
      if (isBookkeeping(property)) continue;
      found.add('p', property);
      found.addText('n', valueText(current, MAX_KEY * 2));
      found.addText('o', valueText(old, MAX_KEY * 2));
    }
  return [...found.keys];
}
