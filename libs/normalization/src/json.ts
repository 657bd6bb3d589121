import type { JsonObject } from '@aoc/contracts';

/** A JSON object: neither null nor a list. */
export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Names of a JSON object's own members, also those called `__proto__`, never inherited ones. */
export const own = (record: JsonObject, name: string): unknown => (Object.hasOwn(record, name) ? record[name] : undefined);

/** Parse JSON that may be absent or damaged; undefined when it is not JSON. */
export function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const looksLikeContainer = (text: string): boolean => {
  const first = text.trimStart().charCodeAt(0);
  return first === 0x7b || first === 0x5b;
};

/** The value as an object, read from a string of JSON if need be; an empty object otherwise. */
export function asObject(value: unknown): JsonObject {
  if (isObject(value)) return value;
  if (typeof value !== 'string' || !looksLikeContainer(value)) return {};
  const parsed = tryParse(value);
  return isObject(parsed) ? parsed : {};
}

/** The value as a list, read from a string of JSON if need be; an empty list otherwise. */
export function asList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'string' || !looksLikeContainer(value)) return [];
  const parsed = tryParse(value);
  return Array.isArray(parsed) ? parsed : [];
}

/** The objects of a list; everything else in it is passed over. */
export const asObjects = (value: unknown): JsonObject[] => asList(value).filter(isObject);

const MAX_TEXT = 1024;

/** `text` cut to at most `max` UTF-16 units, never through a surrogate pair, and without lone surrogates (UTF-8 cannot hold them). */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text.isWellFormed() ? text : text.toWellFormed();
  const last = text.charCodeAt(max - 1);
  const cut = last >= 0xd800 && last <= 0xdbff ? max - 1 : max;
  return text.slice(0, cut).toWellFormed();
}

const PLACEHOLDERS = new Set([
  '',
  '<null>',
  '(null)',
  'null',
  'none',
  'n/a',
  'unknown',
  'undefined',
  'not-found',
  'not found',
  'not available',
  'not applicable',
  '__null__',
  '[]',
  '{}',
  '$resttenantid$',
  '$restapitenantid$',
]);

/** What Microsoft writes where it has nothing to say: `NOT-FOUND`, `Not Available`, `__NULL__`, `<null>` and their like. */
export const isPlaceholder = (text: string): boolean => text.length <= 16 && PLACEHOLDERS.has(text.trim().toLowerCase());

/** The value as trimmed text of at most 1,024 characters; null when absent, empty, a placeholder, or not a scalar. */
export function text(value: unknown): string | null {
  if (typeof value === 'string') {
    const trimmed = clip(value.length > MAX_TEXT * 4 ? value.slice(0, MAX_TEXT * 4).trim() : value.trim(), MAX_TEXT);
    return isPlaceholder(trimmed) ? null : trimmed;
  }
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'boolean' ? String(value) : null;
}

/** The first of the values that holds text. */
export function firstText(...values: readonly unknown[]): string | null {
  for (const value of values) {
    const found = text(value);
    if (found !== null) return found;
  }
  return null;
}

/** How keys are compared when a pipeline has changed their spelling: lower case, without `_` and blanks. */
export const foldKey = (key: string): string => key.replace(/[_ ]/g, '').toLowerCase();

/** A table for {@link recase}: folded spelling to canonical spelling, with further aliases. */
export function spellings(names: readonly string[], aliases: Readonly<Record<string, string>> = {}): ReadonlyMap<string, string> {
  const table = new Map(names.map((name) => [foldKey(name), name]));
  for (const [alias, name] of Object.entries(aliases)) table.set(foldKey(alias), name);
  return table;
}

/** The record with its known top-level keys in canonical spelling; where two keys fold to one, the canonically spelt wins, else the first. */
export function recase(record: JsonObject, table: ReadonlyMap<string, string>): JsonObject {
  const entries = new Map<string, unknown>();
  for (const [key, value] of Object.entries(record)) {
    const name = table.get(foldKey(key)) ?? key;
    if (name === key || !entries.has(name)) entries.set(name, value);
  }
  return Object.fromEntries(entries);
}
