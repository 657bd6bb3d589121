import { wordsOf, type NormalizedEvent, type Target } from '@aoc/contracts';
import { isGuid } from './identifiers';
import { clip } from './json';
import { isBookkeeping } from './search-text';
import { valueText } from './values';

/** Most keys of targets and changes, and most words, that one event is looked up by. */
export const MAX_LOOKUP_KEYS = 64;
export const MAX_LOOKUP_WORDS = 64;
/** Most keys of what properties changed to and from: 150 properties, which is the most that an event keeps of one, with a word before and after. */
export const MAX_CHANGE_KEYS = 600;
const MAX_KEY = 100;
const MAX_VALUE_WORDS = 8;

/** What a lookup key says: a word, a target's name, a changed property, a new value, an old value. */
type LookupKind = 'w' | 't' | 'p' | 'n' | 'o';
/** `=` before a whole value, `:` before a word. */
type Sign = '=' | ':';

const folded = (text: string): string =>
  clip(
    text
      .slice(0, 2 * MAX_KEY)
      .toLowerCase()
      .trim(),
    MAX_KEY,
  );

/** Key of a property with one of its new (`n`) or old (`o`) values, or a word of it. */
export const changeKey = (side: 'n' | 'o', sign: Sign, property: string, text: string): string =>
  `p${side}${sign}${folded(property)}\n${folded(text)}`;

/** By what those events have a key that did not succeed. */
export type FailureKind = 'service' | 'operation' | 'source' | 'network';

/** Key of the events with that value that did not succeed, their result being another one or none. */
export const failureKey = (kind: FailureKind, value: string): string => `f-${kind}=${folded(value)}`;

/** Key of the events with an IPv4 address in a /16 or a /24, which is given by its first two or three numbers: `10.1`, `10.1.0`. */
export const networkKey = (network: string): string => `a=${network}`;

/** Keys of one event, each once, until the limit is reached. */
class LookupKeys {
  readonly keys = new Set<string>();
  constructor(private readonly limit: number) {}

  addKey(key: string): void {
    if (this.keys.size < this.limit) this.keys.add(key);
  }

  add(kind: LookupKind, sign: Sign, text: string): void {
    const value = folded(text);
    if (value !== '') this.addKey(`${kind}${sign}${value}`);
  }

  addWords(kind: LookupKind, text: string, most: number): void {
    for (const word of wordsOf(text).slice(0, most)) this.add(kind, ':', word);
  }

  /** The value as a whole and its first words; an id has no words. */
  addValue(kind: LookupKind, value: unknown): void {
    for (const [sign, text] of partsOf(value)) this.add(kind, sign, text);
  }
}

/** A value as a whole and its first words; an id has no words. Nothing of an empty one. */
function partsOf(value: unknown): [Sign, string][] {
  const text = valueText(value, MAX_KEY * 2);
  if (folded(text) === '') return [];
  const words = isGuid(text) ? [] : wordsOf(text).slice(0, MAX_VALUE_WORDS);
  return [['=', text], ...words.map((word): [Sign, string] => [':', word])];
}

/** `w:` keys of a text: its words. */
export function wordKeys(text: string, most = MAX_LOOKUP_WORDS): string[] {
  const found = new LookupKeys(most);
  found.addWords('w', text, text.length);
  return [...found.keys];
}

const changesOf = (targets: readonly Target[]) =>
  targets.flatMap(({ modified }) => modified.filter(({ property }) => !isBookkeeping(property)));

/** What each property changed to and from. */
function changeKeys(targets: readonly Target[]): Iterable<string> {
  const found = new LookupKeys(MAX_CHANGE_KEYS);
  for (const { property, old, new: current } of changesOf(targets)) {
    for (const [sign, text] of partsOf(current)) found.addKey(changeKey('n', sign, property, text));
    for (const [sign, text] of partsOf(old)) found.addKey(changeKey('o', sign, property, text));
  }
  return found.keys;
}

const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** The /16 and the /24 of each address. */
function networksOf(entityKeys: readonly string[]): string[] {
  const addresses = entityKeys.filter((key) => IPV4.test(key)).map((address) => address.split('.'));
  return [...new Set(addresses.flatMap((octets) => [octets.slice(0, 2).join('.'), octets.slice(0, 3).join('.')]))];
}

function failureKeys({ service, operation, source, result }: LookedUp, networks: readonly string[]): string[] {
  if (result === 'success') return [];
  return [
    failureKey('service', service),
    failureKey('operation', operation),
    failureKey('source', source),
    ...networks.map((network) => failureKey('network', network)),
  ];
}

/** What the lookup keys of an event follow from. */
export type LookedUp = Pick<NormalizedEvent, 'targets' | 'search_text' | 'entity_keys' | 'service' | 'operation' | 'source' | 'result'>;

/**
 * Keys by which one index finds an event in order of time: `w:` the words of its search text, `t` names, UPNs and ids of targets, `p`
 * names of changed properties, `n` new and `o` old values; `=` stands before a whole value, `:` before one of its words. What analysts often
 * ask for together, and what together is rarer than each, has keys of its own: `pn` and `po` a property with its new or old value, `a=` the networks of
 * IPv4 addresses, `f-` service, operation, source and networks of what did not succeed. All lower-case; Entra's own bookkeeping among the
 * changes is left out.
 */
export function lookupKeys(event: LookedUp): string[] {
  const { targets, search_text, entity_keys } = event;
  const found = new LookupKeys(MAX_LOOKUP_KEYS);
  for (const { display, upn, id } of targets) for (const name of [display, upn, id]) found.addValue('t', name);
  for (const { property, old, new: current } of changesOf(targets)) {
    found.add('p', '=', property);
    found.addValue('n', current);
    found.addValue('o', old);
  }
  const networks = networksOf(entity_keys);
  return [...found.keys, ...wordKeys(search_text), ...changeKeys(targets), ...networks.map(networkKey), ...failureKeys(event, networks)];
}
