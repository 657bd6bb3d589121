import { allowedMistakes, SpellingIndex } from './spelling';

/** Somebody, or an application, that has acted. */
export interface KnownActor {
  display: string | null;
  upn: string | null;
}

/** Names that occur in the stored events which the caller may see. */
export interface KnownNames {
  actors: readonly KnownActor[];
  devices: readonly string[];
  services: readonly string[];
  operations: readonly string[];
}

export const NO_NAMES: KnownNames = { actors: [], devices: [], services: [], operations: [] };

/** Somebody who can be meant. `key` compares in queries: the UPN, or the name of what has none. */
export interface Person {
  key: string;
  name: string;
}

const lower = (text: string): string => text.trim().toLowerCase();
const partsOf = (text: string): string[] =>
  lower(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part.length > 1);
const localPart = (upn: string): string => lower(upn).split('@')[0] ?? '';
const titled = (local: string): string =>
  local.replace(/(^|[._-])(\p{L})/gu, (_all, gap: string, letter: string) => (gap === '' ? '' : ' ') + letter.toUpperCase());

/** Finds who or what a question means by a name, also when it is mistyped. Made once for many questions. */
export class NameIndex {
  private readonly people = new Map<string, Person>();
  private readonly displays = new Map<string, string>();
  private readonly byFull = new Map<string, Set<string>>();
  private readonly byPart = new Map<string, Set<string>>();
  private readonly devices = new Map<string, string>();
  private readonly services = new Map<string, string>();
  private readonly operations = new Map<string, string>();
  private readonly parts: SpellingIndex;
  private readonly fulls: SpellingIndex;
  private readonly deviceNames: SpellingIndex;

  constructor(known: KnownNames) {
    for (const actor of known.actors) this.addActor(actor);
    for (const device of known.devices) this.devices.set(lower(device), device);
    for (const service of known.services) this.services.set(lower(service), service);
    for (const operation of known.operations) this.operations.set(lower(operation).replace(/\.$/, ''), operation.replace(/\.$/, ''));
    this.parts = new SpellingIndex(this.byPart.keys());
    this.fulls = new SpellingIndex(this.byFull.keys());
    this.deviceNames = new SpellingIndex(this.devices.keys());
  }

  private addActor({ display, upn }: KnownActor): void {
    const key = upn ?? display;
    if (key === null || key.trim() === '') return;
    const id = lower(key);
    const own = display !== null && lower(display) !== id && !display.includes('@') ? display : null;
    if (own !== null && upn !== null) this.displays.set(id, own);
    const known = this.people.get(id);
    const name = own ?? (known && known.name !== known.key ? known.name : upn === null ? key : titled(localPart(upn)));
    this.people.set(id, { key: known?.key ?? key, name });
    const names = [...(own === null ? [] : [own]), ...(upn === null ? [key] : [upn, localPart(upn), partsOf(localPart(upn)).join(' ')])];
    for (const full of names) add(this.byFull, lower(full), id);
    for (const part of names.flatMap((full) => (full.includes('@') ? [] : partsOf(full)))) add(this.byPart, part, id);
  }

  private of(ids: ReadonlySet<string> | undefined): Person[] {
    return [...(ids ?? [])].flatMap((id) => this.people.get(id) ?? []);
  }

  /** Who is called so, by a whole name, address or its first part. */
  byWholeName(name: string): Person[] {
    return this.of(this.byFull.get(lower(name)));
  }

  /** Who is called so when small mistakes are forgiven; several words are compared word by word. */
  byMistypedName(words: readonly string[]): Person[] {
    const [only] = words;
    if (words.length === 1 && only !== undefined)
      return /[.@_-]/.test(only) ? this.fulls.nearest(lower(only)).flatMap((full) => this.of(this.byFull.get(full))) : [];
    const options = words.map(
      (word) =>
        new Set(
          this.parts
            .nearest(lower(word), Math.max(allowedMistakes(word.length), word.length > 2 ? 1 : 0))
            .flatMap((part) => [...(this.byPart.get(part) ?? [])]),
        ),
    );
    const [first, ...rest] = options;
    return this.of(new Set([...(first ?? [])].filter((id) => rest.every((option) => option.has(id)))));
  }

  /** Everybody whose name has this part. */
  byNamePart(word: string): Person[] {
    return this.of(this.byPart.get(lower(word)));
  }
  /** The same with small mistakes forgiven. */
  byMistypedPart(word: string): Person[] {
    const found = this.parts.nearest(lower(word), Math.min(allowedMistakes(word.length), 1));
    return this.of(new Set(found.flatMap((part) => [...(this.byPart.get(part) ?? [])])));
  }

  device(name: string, forgiving = false): string | null {
    const exact = this.devices.get(lower(name));
    if (exact !== undefined || !forgiving) return exact ?? null;
    // Numbers are what devices differ in: only letters and separators may be mistyped.
    const digits = name.replace(/\D/g, '');
    const near = this.deviceNames.nearest(lower(name)).filter((found) => found.replace(/\D/g, '') === digits);
    const [only] = near;
    return only !== undefined && near.length === 1 ? (this.devices.get(only) ?? null) : null;
  }

  /** Display name of an address, as the events say it. */
  displayOf(upn: string): string | null {
    return this.displays.get(lower(upn)) ?? null;
  }
  /** Names of services as they are stored. */
  get knownServices(): readonly string[] {
    return [...this.services.values()];
  }

  service(name: string): string | null {
    return this.services.get(lower(name)) ?? null;
  }
  operation(name: string): string | null {
    return this.operations.get(lower(name)) ?? null;
  }
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  if (key === '') return;
  const set = map.get(key) ?? new Set<string>();
  set.add(value);
  map.set(key, set);
}
