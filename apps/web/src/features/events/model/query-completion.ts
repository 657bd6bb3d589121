import type { FilterOptions } from '@aoc/contracts';
import type { QueryField } from '@aoc/query';
import { quoted } from '../../../shared/quoted';
import { fieldName, tokensOf, unquoted } from '../../../shared/event-filters/query-tokens';

/** Fields of the query language with what they ask for. */
export const FIELD_HINTS: Record<QueryField | 'after' | 'before', string> = {
  service: 'service, e.g. Exchange',
  operation: 'what was done',
  result: 'success, failure, …',
  actor: 'who did it: part of the name or UPN',
  target: 'what it was done to',
  changed: 'name of a changed property',
  new: 'value after the change',
  old: 'value before the change',
  tag: "analysts' tag",
  ip: 'IP address of the actor',
  entity: 'user, device, app or address by key',
  source: 'directory, signin, intune, unified, import',
  category: 'kind of thing concerned',
  id: "the source's own id, or the dedupe key",
  after: 'from this time on',
  before: 'up to this time',
};

export interface Completion {
  label: string;
  hint: string;
  /** Text that replaces `start` to `end` of the query. */
  insert: string;
}
export interface Completions {
  start: number;
  end: number;
  items: Completion[];
}

const MAX = 50;
const SOURCES = ['directory', 'signin', 'intune', 'unified', 'import'];
const TIMES = ['-1h', '-24h', '-7d', '-30d'];

/** Known values of a field, most frequent first. */
function valuesOf(field: string, options: FilterOptions | undefined): string[] {
  if (field === 'source') return SOURCES;
  if (field === 'after' || field === 'before') return TIMES;
  if (!options) return [];
  const lists: Record<string, string[]> = {
    service: options.services,
    actor: [...options.actors, ...options.actor_upns],
    operation: options.operations,
    result: options.results,
    tag: options.tags,
    target: options.devices,
  };
  return lists[field] ?? [];
}

const rank = (value: string, typed: string): number => {
  const at = value.toLowerCase().indexOf(typed.toLowerCase());
  return at < 0 ? -1 : at === 0 ? 0 : 1;
};

/** What may stand at the caret: values after a field, else fields. Prefix matches come first, the rest keeps its order. */
export function completionsAt(text: string, caret: number, options: FilterOptions | undefined): Completions {
  const tokens = tokensOf(text.slice(0, caret));
  const last = tokens.at(-1);
  const value = last?.kind === 'word' || last?.kind === 'string' ? last : undefined;
  const before = tokens.at(value ? -2 : -1);
  const start = value ? value.start : caret;
  const rest = tokensOf(text.slice(start))[0];
  const end = value ? Math.max(caret, start + (rest?.end ?? 0)) : caret;
  const typed = value ? unquoted(value.text) : '';
  const ranked = <T>(all: T[], name: (item: T) => string) =>
    all
      .filter((item) => rank(name(item), typed) >= 0)
      .toSorted((a, b) => rank(name(a), typed) - rank(name(b), typed))
      .slice(0, MAX);
  if (before?.kind === 'field') {
    const values = valuesOf(fieldName(before), options);
    const items = ranked(values, (item) => item).map((item) => ({ label: item, hint: '', insert: `${quoted(item)} ` }));
    return { start, end, items };
  }
  const fields = ranked(Object.entries(FIELD_HINTS), ([name]) => name);
  return { start, end, items: fields.map(([name, hint]) => ({ label: `${name}:`, hint, insert: `${name}:` })) };
}
