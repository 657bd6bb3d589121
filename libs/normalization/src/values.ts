import { tryParse } from './json';
import { MAX_DEPTH } from './measure';

/** Parsed values deeper than this stay strings, so that an event never gets deeper than its record may be. */
const MAX_VALUE_DEPTH = MAX_DEPTH - 40;

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeperThan(member, levels - 1));
}

const isPlainNumber = (text: string): boolean => text.length <= 16 && String(Number(text)) === text && Number.isFinite(Number(text));

/**
 * An old or new value as the sources write it, typed: JSON in a string is parsed (`"[true]"`, `"\"x\""`), numbers only where
 * nothing is lost (`60`, but not `007` or `1e5`), `<null>` is null, everything else stays as it is.
 */
export function typedValue(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value !== 'string') return isDeeperThan(value, MAX_VALUE_DEPTH) ? JSON.stringify(value) : value;
  const text = value.trim();
  const first = text.charCodeAt(0);
  if (text === '<null>' || text === 'null') return null;
  if (text === 'true') return true;
  if (text === 'false') return false;
  if (first === 0x22 || first === 0x5b || first === 0x7b) {
    const parsed = tryParse(text);
    return parsed === undefined || isDeeperThan(parsed, MAX_VALUE_DEPTH) ? value : parsed;
  }
  return first < 0x3a && first > 0x2c && isPlainNumber(text) ? Number(text) : value;
}

const MAX_WORDS = 160;

/** A typed value as short readable text for summaries and search: scalars as they are, lists by their members, objects by their scalar members. */
export function valueText(value: unknown, budget = MAX_WORDS): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value.length > budget ? value.slice(0, budget) : value;
  if (typeof value !== 'object') return String(value);
  let out = '';
  for (const member of Object.values(value)) {
    if (out.length >= budget) break;
    const part = valueText(member, budget - out.length);
    if (part !== '') out += out === '' ? part : `, ${part}`;
  }
  return out;
}
