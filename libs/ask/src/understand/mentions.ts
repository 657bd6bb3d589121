import { isFiller, isKnownWord, isNearFiller, wordOf, type Word } from './lexicon';
import type { NameIndex, Person } from './names';
import { isCapitalised, type Token } from './token';

/** Who or what a question names. */
export interface Mention {
  kind: 'person' | 'device' | 'identifier' | 'operation' | 'service' | 'name';
  /** As it is shown. */
  name: string;
  /** What queries compare: for people all that can be meant. */
  keys: readonly string[];
  people: readonly Person[];
  tokens: readonly Token[];
  /** Place of the first word among all words. */
  at: number;
}

const EMAIL = /^[^\s@"]{1,64}@[^\s@"]{1,255}\.[^\s@".]{2,63}$/;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const IPV4 = /^(\d{1,3}\.){3}\d{1,3}(\/\d{1,2})?$/;
const IPV6 = /^(?=.*:.*:)[0-9a-f:]{3,39}$/i;
const HOST = /^(?=.*\d)(?=.*\p{L})[\p{L}\d]+([-_.][\p{L}\d]+)+$/u;
const DOMAIN = /^([a-z0-9-]+\.)+[a-z]{2,12}$/i;
const FILE = /^[\p{L}\p{N}_-]+\.[a-z0-9]{2,5}$/iu;

const UNDERSCORED = /^[\p{L}\d]+(_[\p{L}\d]+)+$/u;

/** Nouns that a name stands behind (`group Finance`) or before (`the Finance group`). */
const NAMED_NOUNS = new Set<Word>([
  'group',
  'app',
  'policy',
  'role',
  'domain',
  'site',
  'team',
  'channel',
  'mailbox',
  'rule',
  'file',
  'script',
  'report',
  'meeting',
  'search',
]);

const ROLES: readonly [spoken: RegExp, name: string][] = [
  [/^global admin(istrator)?s?$/, 'Global Administrator'],
  [/^(privileged role) admin(istrator)?s?$/, 'Privileged Role Administrator'],
  [/^exchange admin(istrator)?s?$/, 'Exchange Administrator'],
  [/^user admin(istrator)?s?$/, 'User Administrator'],
  [/^intune admin(istrator)?s?$/, 'Intune Administrator'],
  [/^(helpdesk|help desk) admin(istrator)?s?$/, 'Helpdesk Administrator'],
  [/^security admin(istrator)?s?$/, 'Security Administrator'],
  [/^security readers?$/, 'Security Reader'],
  [/^global readers?$/, 'Global Reader'],
  [/^application admin(istrator)?s?$/, 'Application Administrator'],
  [/^(cloud application) admin(istrator)?s?$/, 'Cloud Application Administrator'],
  [/^sharepoint admin(istrator)?s?$/, 'SharePoint Administrator'],
  [/^teams admin(istrator)?s?$/, 'Teams Administrator'],
  [/^conditional access admin(istrator)?s?$/, 'Conditional Access Administrator'],
  [/^authentication admin(istrator)?s?$/, 'Authentication Administrator'],
  [/^billing admin(istrator)?s?$/, 'Billing Administrator'],
];

const TITLE_ENDS = /^(was|were|is|are|been|be|by|did|has|have|had|when|who|since|yesterday|today|on|at|during)$/;

/** Names more than this cannot be meant by one word. */
const MOST_MEANT = 8;

export class MentionReader {
  readonly found: Mention[] = [];
  constructor(
    private readonly tokens: readonly Token[],
    private readonly names: NameIndex,
  ) {}

  read(): Mention[] {
    for (let at = 0; at < this.tokens.length; at += 1) this.identifierAt(at);
    for (const length of [3, 2]) for (let at = 0; at + length <= this.tokens.length; at += 1) this.wholeNameAt(at, length);
    for (let at = 0; at < this.tokens.length; at += 1) this.roleAt(at);
    for (let at = 0; at < this.tokens.length; at += 1) this.nounAt(at);
    for (let at = 0; at + 2 <= this.tokens.length; at += 1) this.mistypedAt(at);
    for (let at = 0; at < this.tokens.length; at += 1) this.partAt(at);
    for (let at = 0; at < this.tokens.length; at += 1) this.unknownAt(at);
    for (const { kind, at } of this.found) if (kind === 'person' || kind === 'device') this.skipNoun(at - 1);
    return this.found.sort((a, b) => a.at - b.at);
  }

  /** The noun of `user Anna` or `device WS-1` says nothing more. */
  private skipNoun(at: number): void {
    const [noun] = this.free(at) ?? [];
    const word = noun ? wordOf(noun.lower) : null;
    if (noun && (word === 'user' || word === 'device' || word === 'admin')) noun.use = 'filler';
  }

  private free(at: number, length = 1): Token[] | null {
    const tokens = this.tokens.slice(at, at + length);
    return tokens.length === length && tokens.every(({ use }) => use === null) ? tokens : null;
  }

  private claim(
    at: number,
    tokens: readonly Token[],
    mention: Pick<Mention, 'kind' | 'name' | 'keys'> & { people?: readonly Person[] },
  ): void {
    for (const token of tokens) token.use = 'entity';
    this.found.push({ people: [], ...mention, tokens, at });
  }
  private claimPeople(at: number, tokens: readonly Token[], people: readonly Person[]): void {
    const [only] = people;
    const name = only && people.length === 1 ? only.name : tokens.map(({ text }) => text).join(' ');
    this.claim(at, tokens, { kind: 'person', name, keys: people.map(({ key }) => key), people });
  }

  private identifierAt(at: number): void {
    const [token] = this.free(at) ?? [];
    if (!token) return;
    const { text } = token;
    const people = this.names.byWholeName(text);
    if (people.length > 0 && (token.quoted || /[.@_-]/.test(text)) && people.length <= MOST_MEANT) this.claimPeople(at, [token], people);
    else if (EMAIL.test(text) || GUID.test(text) || IPV4.test(text) || IPV6.test(text))
      this.claim(at, [token], { kind: 'identifier', name: text, keys: [text.toLowerCase()] });
    else if (this.names.device(text) !== null) this.claimDevice(at, token, text);
    else if (this.names.operation(text) !== null && (token.quoted || !isKnownWord(token.lower)))
      this.claim(at, [token], { kind: 'operation', name: this.names.operation(text) ?? text, keys: [this.names.operation(text) ?? text] });
    else if (this.names.service(text) !== null && !isKnownWord(token.lower) && !isFiller(token.lower))
      this.claim(at, [token], { kind: 'service', name: this.names.service(text) ?? text, keys: [this.names.service(text) ?? text] });
    else if (token.quoted) this.claim(at, [token], { kind: 'name', name: text, keys: [text] });
  }

  private claimDevice(at: number, token: Token, known: string): void {
    const name = this.names.device(known, true) ?? known;
    this.claim(at, [token], { kind: 'device', name, keys: [name] });
  }

  private wholeNameAt(at: number, length: number): void {
    const tokens = this.free(at, length);
    if (!tokens || tokens.some(({ quoted }) => quoted)) return;
    const text = tokens.map((token) => token.lower).join(' ');
    const people = this.names.byWholeName(text);
    if (people.length > 0 && people.length <= MOST_MEANT) this.claimPeople(at, tokens, people);
    else if (this.names.operation(text) !== null && length === 3)
      this.claim(at, tokens, { kind: 'operation', name: this.names.operation(text) ?? text, keys: [this.names.operation(text) ?? text] });
  }

  /** `global admins`, `the helpdesk administrator role`. */
  private roleAt(at: number): void {
    for (const length of [3, 2]) {
      const tokens = this.free(at, length);
      const text = tokens?.map((token) => token.lower).join(' ') ?? '';
      const role = ROLES.find(([spoken]) => spoken.test(text));
      if (tokens && role) return this.claim(at, tokens, { kind: 'name', name: role[1], keys: [role[1]] });
    }
  }

  /** A name behind a noun that calls for one; behind words for people and devices it is one of these. */
  private nounAt(at: number): void {
    const [noun] = this.free(at) ?? [];
    const word = noun && !noun.quoted ? wordOf(noun.lower) : null;
    if (!noun || word === null) return;
    const single = !/s$/.test(noun.lower);
    if (word === 'device') this.deviceBehind(at + 1, single);
    else if (word === 'user') this.personBehind(at + 1, single);
    else if ((word === 'policy' || word === 'rule') && noun.lower === word && this.titleBehind(at + 1)) return;
    else if (NAMED_NOUNS.has(word) && !/s$/.test(noun.lower)) this.nameBehind(at + 1);
    else if (NAMED_NOUNS.has(word)) this.nameBefore(at);
  }

  private deviceBehind(at: number, single: boolean): void {
    const [token] = this.free(at) ?? [];
    if (!token || (!single && !/\d/.test(token.text)) || isKnownWord(token.lower) || isNearFiller(token.lower)) return;
    this.claimDevice(at, token, token.text);
  }

  private personBehind(at: number, single: boolean): void {
    const [first] = this.free(at) ?? [];
    if (!first || isKnownWord(first.lower)) return;
    const pair = this.free(at, 2);
    const mistyped = pair ? this.names.byMistypedName(pair.map(({ text }) => text)) : [];
    if (pair && mistyped.length > 0 && mistyped.length <= MOST_MEANT) return this.claimPeople(at, pair, mistyped);
    const people = [this.names.byNamePart(first.text), this.names.byMistypedName([first.text]), this.names.byMistypedPart(first.text)].find(
      (found) => found.length > 0 && found.length <= MOST_MEANT,
    );
    if (people) return this.claimPeople(at, [first], people);
    if (!single || isNearFiller(first.lower) || wordOf(first.lower) !== null) return;
    this.nameBehind(at);
  }

  private isNameWord(token: Token, first: boolean): boolean {
    if (isFiller(token.lower) && !(isCapitalised(token) && !first)) return false;
    return isCapitalised(token) || /\d/.test(token.text) || (wordOf(token.lower) === null && !isNearFiller(token.lower));
  }

  private nameBehind(at: number): void {
    let length = 0;
    for (let token = this.tokens[at]; token && token.use === null && !token.quoted && length < 8; token = this.tokens[at + length]) {
      if (!this.isNameWord(token, length === 0)) break;
      length += 1;
      if (token.possessive) break;
    }
    const tokens = length > 0 ? this.free(at, length) : null;
    if (tokens) this.claimName(at, tokens);
    else if (at > 0) this.nameBefore(at - 1);
  }

  /** Policies are called by whole sentences, such as Require MFA for all users. */
  private titleBehind(at: number): boolean {
    const [first] = this.free(at) ?? [];
    if (!first || !isCapitalised(first)) return false;
    let length = 0;
    for (let token = this.tokens[at]; token && token.use === null && !token.quoted && length < 12; token = this.tokens[at + length]) {
      if (length > 0 && (TITLE_ENDS.test(token.lower) || (/ed$/.test(token.lower) && !isCapitalised(token)))) break;
      length += 1;
    }
    const tokens = this.free(at, length);
    if (tokens) this.claimName(at, tokens);
    return tokens !== null;
  }

  /** `the Finance Approvers group`: capitals right before the noun. */
  private nameBefore(noun: number): void {
    let from = noun;
    for (let token = this.tokens[from - 1]; token && token.use === null && from > 0; token = this.tokens[from - 1]) {
      const isName = isCapitalised(token)
        ? from > 1
        : !isKnownWord(token.lower) && !isNearFiller(token.lower) && wordOf(token.lower) === null;
      if (!isName || token.quoted) break;
      from -= 1;
    }
    const tokens = from < noun ? this.free(from, noun - from) : null;
    if (tokens && tokens.some(({ lower }) => !isFiller(lower))) this.claimName(from, tokens);
  }

  private claimName(at: number, tokens: readonly Token[]): void {
    const name = tokens.map(({ text }) => text).join(' ');
    this.claim(at, tokens, { kind: 'name', name, keys: [name] });
  }

  private mistypedAt(at: number): void {
    const tokens = this.free(at, 2);
    if (!tokens || tokens.some((token) => token.quoted || token.lower.length < 3 || isFiller(token.lower))) return;
    if (tokens.every((token) => wordOf(token.lower) !== null)) return;
    const people = this.names.byMistypedName(tokens.map(({ text }) => text));
    if (people.length > 0 && people.length <= MOST_MEANT) this.claimPeople(at, tokens, people);
  }

  private partAt(at: number): void {
    const [token] = this.free(at) ?? [];
    if (!token || token.quoted || token.text.length < 3) return;
    const capital = isCapitalised(token) && at > 0;
    if (isFiller(token.lower) || (wordOf(token.lower) !== null && !capital)) return;
    const device = HOST.test(token.text) ? this.names.device(token.text, true) : null;
    if (device !== null) return this.claim(at, [token], { kind: 'device', name: device, keys: [device] });
    const exact = this.names.byNamePart(token.text);
    const people =
      exact.length > 0 || !(capital || /[._]/.test(token.text)) || isNearFiller(token.lower) ? exact : this.mistypedPart(token);
    // Of words that mean something here only people may be called so, no application.
    const meant = wordOf(token.lower) === null ? people : exact.filter(({ key }) => key.includes('@'));
    if (meant.length > 0) this.claimPeople(at, [token], meant.slice(0, MOST_MEANT));
  }
  private mistypedPart(token: Token): Person[] {
    const whole = this.names.byMistypedName([token.text]);
    return whole.length > 0 ? whole : this.names.byMistypedPart(token.text);
  }

  /** Names that no event tells of as an actor: capitals within the sentence, hosts, domains, files. */
  private unknownAt(at: number): void {
    const [token] = this.free(at) ?? [];
    if (!token || isKnownWord(token.lower)) return;
    if (HOST.test(token.text) || DOMAIN.test(token.text) || FILE.test(token.text) || UNDERSCORED.test(token.text))
      return this.claimName(at, [token]);
    if (this.isPointedAt(at, token)) return this.claimName(at, [token]);
    if (at === 0 || !isCapitalised(token) || isNearFiller(token.lower) || wordOf(token.lower) !== null) return;
    let length = 1;
    for (let next = this.tokens[at + 1]; next && next.use === null && isCapitalised(next) && length < 6; next = this.tokens[at + length])
      length += 1;
    const tokens = this.free(at, length);
    if (tokens) this.claimName(at, tokens);
  }

  /** An unknown word behind `to`, `named` and their like, in a question that says what was done. */
  private isPointedAt(at: number, token: Token): boolean {
    if (token.text.length < 3 || wordOf(token.lower) !== null || isNearFiller(token.lower)) return false;
    const topical = this.tokens.some(({ quoted, use, lower }) => !quoted && use !== 'entity' && wordOf(lower) !== null);
    return topical && /^(to|on|of|for|from|named|called|into)$/.test(this.tokens[at - 1]?.lower ?? '');
  }
}
