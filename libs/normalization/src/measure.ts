import { isObject } from './json';

/** Deepest nesting that is stored: the database's limit is 100 levels and the event around the record needs a few. */
export const MAX_DEPTH = 90;

export type Measured = { ok: true } | { ok: false; detail: string };

/** Upper bound of the bytes of the value as JSON, walking no deeper than {@link MAX_DEPTH} and stopping once above `limit`; -1 when nested deeper. */
function upperBound(value: unknown, limit: number, depth: number): number {
  if (typeof value === 'string') return value.length * 6 + 2;
  if (typeof value !== 'object' || value === null) return 25;
  if (depth >= MAX_DEPTH) return -1;
  let total = 2;
  if (Array.isArray(value)) {
    for (const item of value) {
      const size = upperBound(item, limit, depth + 1);
      if (size < 0) return -1;
      total += size + 1;
    }
    return total;
  }
  if (!isObject(value)) return total;
  for (const key in value) {
    const size = upperBound(value[key], limit, depth + 1);
    if (size < 0) return -1;
    total += key.length * 6 + 4 + size;
  }
  return total;
}

/** Whether a record may be stored: at most `maxBytes` of JSON (UTF-8) and at most {@link MAX_DEPTH} levels. */
export function measure(raw: unknown, maxBytes: number): Measured {
  const bound = upperBound(raw, maxBytes, 0);
  if (bound < 0) return { ok: false, detail: `nested deeper than ${MAX_DEPTH} levels` };
  if (bound <= maxBytes) return { ok: true };
  const bytes = Buffer.byteLength(JSON.stringify(raw), 'utf8');
  return bytes <= maxBytes ? { ok: true } : { ok: false, detail: `${bytes} bytes of JSON; the limit is ${maxBytes}` };
}
