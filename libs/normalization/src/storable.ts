import { isObject } from './json';

const needsEscape = (key: string): boolean =>
  key === '__proto__' || key.charCodeAt(0) === 0x24 || key.includes('.') || key.includes('\0') || key.includes('%');

const ESCAPES: Readonly<Record<string, string>> = { '%': '%25', '.': '%2E', '\0': '%00' };

function escapeKey(key: string): string {
  const escaped = key.replace(/[%.\0]/g, (char) => ESCAPES[char] ?? char);
  if (escaped === '__proto__') return '%5F_proto__';
  return escaped.startsWith('$') ? `%24${escaped.slice(1)}` : escaped;
}

const unescapeKey = (key: string): string =>
  key.replace(/%(25|2E|00|24|5F)/g, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

/** The same value with every key passed through `rename`; parts without a renamed key are shared, not copied. */
function renameKeys(value: unknown, affected: (key: string) => boolean, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) {
    let changed = false;
    const items = value.map((item: unknown) => {
      const renamed = renameKeys(item, affected, rename);
      changed ||= renamed !== item;
      return renamed;
    });
    return changed ? items : value;
  }
  if (!isObject(value)) return value;
  let changed = false;
  const entries = Object.entries(value).map(([key, member]): [string, unknown] => {
    const renamed = renameKeys(member, affected, rename);
    const hit = affected(key);
    changed ||= hit || renamed !== member;
    return [hit ? rename(key) : key, renamed];
  });
  return changed ? Object.fromEntries(entries) : value;
}

/**
 * A JSON value with keys that the database cannot store or address escaped: a leading `$`, `.`, NUL, `%` and `__proto__`,
 * each as `%` and two hex digits. Values are untouched. Reversed by {@link fromStorableRaw}.
 * Expects at most 90 levels of nesting, which `normalize` has checked. Apply it to `raw` and to `targets`
 * (values of modified properties are JSON too).
 */
export function toStorableRaw<T>(raw: T): T;
export function toStorableRaw(raw: unknown): unknown {
  return renameKeys(raw, needsEscape, escapeKey);
}

/** The original of what {@link toStorableRaw} made. */
export function fromStorableRaw<T>(stored: T): T;
export function fromStorableRaw(stored: unknown): unknown {
  return renameKeys(stored, (key) => key.includes('%'), unescapeKey);
}
