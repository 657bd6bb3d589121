import { wordsOf, type Target } from '@aoc/contracts';
import { isGuid } from './identifiers';
import { clip } from './json';
import { isBookkeeping } from './search-text';
import { valueText } from './values';

/** Most keys of targets and changes, and most words, that one event is looked up by. */
export const MAX_LOOKUP_KEYS = 64;
export const MAX_LOOKUP_WORDS = 64;
const MAX_KEY = 100;
const MAX_VALUE_WORDS = 8;

/** What a lookup key says: a word, a target's name, a changed property, a new value, an old value. */
type LookupKind = 'w' | 't' | 'p' | 'n' | 'o';

/** Keys of one event, each once, until the limit is reached. */
class LookupKeys {
  readonly keys = new Set<string>();
  constructor(private readonly limit: number) {}

  /** `sign`: `=` before a whole value, `:` before a word. */
  add(kind: LookupKind, sign: '=' | ':', text: string): void {
    const value = clip(
      text
        .slice(0, 2 * MAX_KEY)
        .toLowerCase()
        .trim(),
      MAX_KEY,
    );
    if (value !== '' && this.keys.size < this.limit) this.keys.add(`${kind}${sign}${value}`);
  }

  addWords(kind: LookupKind, text: string, most: number): void {
    for (const word of wordsOf(text).slice(0, most)) this.add(kind, ':', word);
  }

  /** The value as a whole and its first words; an id has no words. */
  addValue(kind: LookupKind, value: unknown): void {
    const text = valueText(value, MAX_KEY * 2);
    this.add(kind, '=', text);
    if (!isGuid(text)) this.addWords(kind, text, MAX_VALUE_WORDS);
  }
}

/** `w:` keys of a text: its words. */
export function wordKeys(text: string, most = MAX_LOOKUP_WORDS): string[] {
  const found = new LookupKeys(most);
  found.addWords('w', text, text.length);
  return [...found.keys];
}

/**
 * Keys by which one index finds an event in order of time: `w:` the words of its search text, `t` names, UPNs and ids of targets, `p`
 * names of changed properties, `n` new and `o` old values; `=` stands before a whole value, `:` before one of its words. All
 * lower-case; Entra's own bookkeeping among the changes is left out.
 */
export function lookupKeys(targets: readonly Target[], searchText: string): string[] {
  const found = new LookupKeys(MAX_LOOKUP_KEYS);
  for (const { display, upn, id } of targets) for (const name of [display, upn, id]) found.addValue('t', name);
  for (const { modified } of targets)
    for (const { property, old, new: current } of modified) {
      if (isBookkeeping(property)) continue;
      found.add('p', '=', property);
      found.addValue('n', current);
      found.addValue('o', old);
    }
  return [...found.keys, ...wordKeys(searchText)];
}
