import { isIPv6 } from 'node:net';

const TOKEN = /\b(?:Person|Object|Address)-\d+\b/g;
const MAIL = /(?<![\p{L}\p{N}._%+'-])[\p{L}\p{N}._%+'-]+(?:#EXT#)?@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu;
const IPV4 = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/g;
const IPV6 = /(?<![\p{L}\p{N}_:.])(?=[0-9a-f.]*:)[0-9a-f:.]{3,45}(?<![.])(?![\p{L}\p{N}_])/giu;
/** Fields of a tool's result that name somebody or something. */
const PERSON_FIELD = /actor|user|upn|mail|person|people|initiated|assignee|author|owner/i;
const OBJECT_FIELD = /target|device|name|display/i;
const NO_NAME_FIELD = /summary|operation|service|type|status|kind|count|rule|tenant/i;
const SHORTEST = 2;
const NAME_PART = /[\p{L}][\p{L}\p{N}._'-]{2,}/gu;

type Kind = 'Person' | 'Object' | 'Address';
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * Stable stand-ins for people, the things that records are about, and IP addresses, for one question: `Person-1`, `Object-2`, `Address-1`.
 * Names are those that were {@link name}d; mail addresses and IP addresses are found by their form.
 */
export class Pseudonyms {
  private readonly tokens = new Map<string, string>();
  private readonly originals = new Map<string, string>();
  private readonly counts: Record<Kind, number> = { Person: 0, Object: 0, Address: 0 };
  private pattern: RegExp | null = null;

  /** Makes a name known, so that it is hidden wherever it stands as a word of its own. */
  name(kind: Kind, original: string): void {
    const text = original.trim();
    if (text.length < SHORTEST || !/\p{L}|\d/u.test(text) || this.tokens.has(text)) return;
    this.tokenOf(kind, text);
    this.pattern = null;
  }

  /** Words of a question that are parts of people's names stand for these people. */
  nameParts(question: string): void {
    const people = [...this.tokens].filter(([, token]) => token.startsWith('Person-'));
    for (const [word] of question.matchAll(NAME_PART)) {
      const lower = word.toLowerCase();
      const person = people.find(([name]) =>
        name
          .toLowerCase()
          .split(/[\s,@]+/)
          .includes(lower),
      );
      if (person !== undefined && !this.tokens.has(word)) this.tokens.set(word, person[1]);
    }
    this.pattern = null;
  }

  /** A text without the known names, mail addresses and IP addresses. */
  hide(text: string): string {
    // A text may hold what looks like a stand-in; without this it would be shown as somebody else.
    for (const [token] of text.matchAll(TOKEN)) this.name('Object', token);
    for (const [mail] of text.matchAll(MAIL)) this.name('Person', mail);
    for (const [address] of text.matchAll(IPV4)) this.name('Address', address);
    // A time looks much like it.
    for (const [found] of text.matchAll(IPV6)) {
      const address = found.replace(/(?<!:):$/, '');
      if (isIPv6(address)) this.name('Address', address);
    }
    this.pattern ??= this.makePattern();
    return this.pattern === null ? text : text.replace(this.pattern, (found) => this.tokens.get(found) ?? this.tokenForOtherCase(found));
  }

  /** The same for every text in a value; fields that name somebody make their names known first. */
  hideIn(value: unknown): unknown {
    this.learn(value, '');
    return mapTexts(value, (text) => this.hide(text));
  }

  /** The text with the names in it again. */
  show(text: string): string {
    return text.replace(TOKEN, (token) => this.originals.get(token) ?? token);
  }
  showIn(value: unknown): unknown {
    return mapTexts(value, (text) => this.show(text));
  }

  private learn(value: unknown, field: string): void {
    if (typeof value === 'string') {
      if (NO_NAME_FIELD.test(field) || value.length > 200) return;
      if (PERSON_FIELD.test(field)) this.name('Person', value);
      else if (OBJECT_FIELD.test(field)) this.name('Object', value);
    } else if (Array.isArray(value)) for (const item of value) this.learn(item, field);
    else if (typeof value === 'object' && value !== null) for (const [key, item] of Object.entries(value)) this.learn(item, key);
  }

  private tokenOf(kind: Kind, original: string): string {
    const token = `${kind}-${++this.counts[kind]}`;
    this.tokens.set(original, token);
    this.originals.set(token, original);
    return token;
  }

  /** The stand-in of a name that is written with other capitals. */
  private tokenForOtherCase(found: string): string {
    const lower = found.toLowerCase();
    for (const [original, token] of this.tokens) if (original.toLowerCase() === lower) return token;
    return this.tokenOf('Object', found);
  }

  private makePattern(): RegExp | null {
    // Longest first: "Ada Adams" before "Ada".
    const names = [...this.tokens.keys()].sort((a, b) => b.length - a.length).map(escaped);
    return names.length === 0 ? null : new RegExp(`(?<![\\p{L}\\p{N}])(?:${names.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
  }
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, change)]));
}
