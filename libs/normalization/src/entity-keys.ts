import type { Draft } from './draft';
import { guidIn, isEmptyGuid, isGuid, isSid, isUpn } from './identifiers';
import { isLoopback, parseIp } from './ip';
import { isPlaceholder } from './json';

/** Most keys that one event is indexed under. */
export const MAX_ENTITY_KEYS = 64;
const MAX_KEY = 256;
const MAX_SCANNED = 2048;

const NOISE = new Set([
  'everyone',
  'nt authority\\system',
  's-1-5-18',
  's-1-5-10',
  's-1-5-19',
  's-1-5-20',
  's-1-0-0',
  's-1-1-0',
  'user',
  'other',
  'app@sharepoint',
]);

/** Identifiers inside longer text; the quantifiers are bounded, so that a match costs the same wherever it starts. */
const INSIDE =
  /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[a-z0-9._%+'#-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,6}|(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/gi;

/** The identifiers in a text: the text itself if it is one, else those found in its first 2,048 characters. */
function* identifiersIn(text: string): Generator<string> {
  const guid = guidIn(text);
  if (guid !== null) yield guid;
  else if (isUpn(text)) yield text;
  else if (isSid(text)) yield text;
  else if (text.length > 6 && (text.includes('-') || text.includes('@') || text.includes('.') || text.includes(':'))) {
    const ip = parseIp(text);
    if (ip !== null) yield ip;
    else yield* scan(text.slice(0, MAX_SCANNED));
  }
}

function* scan(text: string): Generator<string> {
  if (!text.includes('@') && !text.includes('-') && !/\d\.\d/.test(text)) return;
  for (const [found] of text.matchAll(INSIDE)) {
    if (isGuid(found) || isUpn(found)) yield found;
    else {
      const ip = parseIp(found);
      if (ip !== null) yield ip;
    }
  }
}

/** Message ids without their angle brackets; PUIDs without the tenant's domain that `UserKey` puts behind them. */
function withoutDecoration(key: string): string {
  if (key.startsWith('<') && key.endsWith('>')) return key.slice(1, -1);
  return /^[0-9a-f]{16}@/.test(key) ? key.slice(0, 16) : key;
}

class KeySet {
  readonly keys = new Set<string>();
  constructor(private readonly excluded: ReadonlySet<string>) {}

  /** Whether there is room for more. */
  get open(): boolean {
    return this.keys.size < MAX_ENTITY_KEYS;
  }

  add(identifier: string | null): void {
    if (identifier === null || !this.open || identifier.length > MAX_KEY) return;
    const key = withoutDecoration(identifier.trim().toLowerCase());
    if (key.length < 2 || isPlaceholder(key) || NOISE.has(key) || isEmptyGuid(key) || this.excluded.has(key)) return;
    if (isLoopback(key) || key.startsWith('nt authority\\')) return;
    this.keys.add(key.isWellFormed() ? key : key.toWellFormed());
  }

  addText(value: unknown): void {
    if (typeof value !== 'string' || !this.open) return;
    for (const identifier of identifiersIn(value.trim())) this.add(identifier);
  }

  /** Identifiers of a typed value, down to `levels` levels. */
  addDeep(value: unknown, levels = 8): void {
    if (typeof value === 'string') this.addText(value);
    else if (typeof value === 'object' && value !== null && levels > 0 && this.open)
      for (const member of Object.values(value)) {
        if (!this.open) return;
        this.addDeep(member, levels - 1);
      }
  }
}

/** `https://contoso.sharepoint.com/sites/Finance` of a longer address; null when the text is no SharePoint address. */
function siteOf(url: string): string | null {
  const match = /^https:\/\/([a-z0-9.-]{3,128}\.sharepoint\.[a-z]{2,6})(\/(?:sites|teams|personal)\/[^/?#]{1,128})?/i.exec(url);
  return match ? `https://${match[1] ?? ''}${match[2] ?? ''}` : null;
}

/** Kinds of target whose name is itself what people look for. */
const NAMED_KINDS = new Set(['device', 'mailbox', 'computer', 'manageddevice', 'recipient', 'domain']);

/**
 * Lower-cased, unique identifiers of everything that the event is about, at most 64, the most telling first: actor, address,
 * targets, then whatever the shape and the changed values mention. Without all-zero GUIDs, the tenant's own id, loopback
 * addresses and well-known placeholders.
 */
export function entityKeys({ actor, targets, keys, tenants }: Draft): string[] {
  const set = new KeySet(new Set(tenants.flatMap((id) => (typeof id === 'string' ? id.trim().toLowerCase() : []))));
  set.add(actor.upn);
  set.add(actor.id);
  set.add(actor.ip);
  if (actor.type === 'application' && actor.id === null) set.add(actor.display);
  for (const target of targets) {
    set.add(target.upn);
    if (target.id !== null && target.type !== 'Folder') addTargetId(set, target.id);
    if (target.display !== null && target.type !== null && NAMED_KINDS.has(target.type.toLowerCase())) set.add(target.display);
  }
  for (const key of keys) {
    const site = typeof key === 'string' && key.startsWith('https://') ? siteOf(key) : null;
    if (site === null) set.addText(key);
    else set.add(site);
  }
  for (const { modified } of targets)
    for (const { property, old, new: current } of modified) {
      if (property.startsWith('TargetId.') || property.startsWith('ActorId.')) continue;
      set.addDeep(current);
      set.addDeep(old);
    }
  return [...set.keys];
}

function addTargetId(set: KeySet, id: string): void {
  const site = siteOf(id);
  if (site !== null) set.add(site);
  // Directory paths of Exchange are no identifiers that anybody would look for; what they name is a target of its own.
  if (!id.includes('/Microsoft Exchange Hosted Organizations/')) set.add(guidIn(id) ?? id);
}
