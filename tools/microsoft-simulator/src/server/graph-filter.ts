/** The part of OData `$filter` that Graph's log endpoints understand: comparisons and startswith, joined by `and`. */
import type { Json, JsonObject } from '../model';

export interface LogFields {
  /** The property that holds the time. */
  time: string;
  /** Properties that can be compared with `eq` (paths with `/`). */
  equal: readonly string[];
  /** Properties that `startswith` accepts. */
  startsWith: readonly string[];
  /** `microsoft.graph.signIn`, for messages. */
  type: string;
}

export interface LogFilter {
  /** Inclusive bounds of the event time, ms. */
  from: number;
  to: number;
  matches(body: JsonObject): boolean;
}

export type FilterResult = { ok: true; filter: LogFilter } | { ok: false; message: string };

type Clause = { ok: true; apply(filter: Bounds): void } | { ok: false; message: string };
interface Bounds {
  from: number;
  to: number;
  tests: ((body: JsonObject) => boolean)[];
}

const comparison = /^([\w/]+)\s+(eq|ne|ge|gt|le|lt)\s+(.+)$/;
const prefix = /^startswith\(\s*([\w/]+)\s*,\s*'((?:[^']|'')*)'\s*\)$/i;
const instant = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,12})?)?(Z|[+-]\d{2}:\d{2}))?$/i;
const invalid = (detail: string): Clause => ({ ok: false, message: `Invalid filter clause: ${detail}` });

function valueAt(body: Json | undefined, path: string): Json | undefined {
  let value: Json | undefined = body;
  for (const key of path.split('/')) value = value !== null && typeof value === 'object' && !Array.isArray(value) ? value[key] : undefined;
  return value;
}

/** Split at `and` outside of quotes; parentheses around a single clause are dropped. */
export function splitClauses(text: string): string[] {
  const clauses: string[] = [];
  let start = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "'") quoted = !quoted;
    if (!quoted && /^\sand\s/i.test(text.slice(i, i + 5))) {
      clauses.push(text.slice(start, i));
      start = i + 5;
      i += 4;
    }
  }
  return [...clauses, text.slice(start)].map((clause) =>
    clause
      .trim()
      .replace(/^\(([^()]*)\)$/, '$1')
      .trim(),
  );
}

function timeClause(name: string, operator: string, value: string): Clause {
  const at = instant.test(value) ? Date.parse(value.replace(/(\.\d{3})\d+/, '$1')) : Number.NaN;
  if (Number.isNaN(at))
    return invalid(`A binary operator with incompatible types was detected for '${name}': '${value}' is not a valid Edm.DateTimeOffset.`);
  return {
    ok: true,
    apply: (bounds) => {
      if (operator === 'ge' || operator === 'eq') bounds.from = Math.max(bounds.from, at);
      if (operator === 'gt') bounds.from = Math.max(bounds.from, at + 1);
      if (operator === 'le' || operator === 'eq') bounds.to = Math.min(bounds.to, at);
      if (operator === 'lt') bounds.to = Math.min(bounds.to, at - 1);
    },
  };
}

function parseClause(clause: string, fields: LogFields): Clause {
  const starts = prefix.exec(clause);
  if (starts) {
    const [, path = '', value = ''] = starts;
    if (!fields.startsWith.includes(path)) return invalid(`startswith is not supported for '${path}'.`);
    const wanted = value.replaceAll("''", "'").toLowerCase();
    return {
      ok: true,
      apply: (bounds) =>
        bounds.tests.push((body) =>
          String(valueAt(body, path) ?? '')
            .toLowerCase()
            .startsWith(wanted),
        ),
    };
  }
  const [, path = '', operator = '', raw = ''] = comparison.exec(clause) ?? [];
  if (!path) return invalid(`Syntax error at position ${clause.length} in '${clause}'.`);
  if (path === fields.time) return operator === 'ne' ? invalid(`'ne' is not supported for '${path}'.`) : timeClause(path, operator, raw);
  if (!fields.equal.includes(path)) return invalid(`Could not find a property named '${path}' on type '${fields.type}'.`);
  if (operator !== 'eq') return invalid(`'${operator}' is not supported for '${path}'.`);
  const quoted = /^'((?:[^']|'')*)'$/.exec(raw)?.[1];
  if (quoted === undefined && !/^[\w.+-]+$/.test(raw)) return invalid(`Syntax error in '${clause}'.`);
  const value = quoted?.replaceAll("''", "'") ?? raw;
  return {
    ok: true,
    apply: (bounds) => bounds.tests.push((body) => String(valueAt(body, path) ?? 'null').toLowerCase() === value.toLowerCase()),
  };
}

export function parseFilter(text: string | null, fields: LogFields): FilterResult {
  const bounds: Bounds = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY, tests: [] };
  for (const clause of text?.trim() ? splitClauses(text) : []) {
    const parsed = parseClause(clause, fields);
    if (!parsed.ok) return parsed;
    parsed.apply(bounds);
  }
  return { ok: true, filter: { from: bounds.from, to: bounds.to, matches: (body) => bounds.tests.every((test) => test(body)) } };
}
