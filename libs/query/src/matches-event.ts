import { wordsOf, type AuditEvent } from '@aoc/contracts';
import type { FieldTerm, Query, QueryTerm, WordsTerm } from './ast';
import { WHOLE_VALUE } from './fields';
import { oneChange, type OneChange } from './one-change';
import { instantOf } from './time';

/** The parts of an event that a query looks at; `search_text` is what free words are looked for in. */
export type MatchedEvent = Pick<
  AuditEvent,
  | 'id'
  | 'dedupe_key'
  | 'timestamp'
  | 'service'
  | 'operation'
  | 'result'
  | 'actor_display'
  | 'actor_upn'
  | 'source'
  | 'display_category'
  | 'targets'
  | 'entity_keys'
  | 'tags'
> & { search_text: string };

const MAX_TEXT = 200;
const MAX_KEY = 100;

/** A typed value as text, as lookup keys are made of it: scalars as they are, lists and objects by their members. */
function valueText(value: unknown, budget = MAX_TEXT): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'object') return String(value).slice(0, budget);
  let out = '';
  for (const member of Object.values(value)) {
    if (out.length >= budget) break;
    const part = valueText(member, budget - out.length);
    if (part !== '') out += out === '' ? part : `, ${part}`;
  }
  return out;
}

const modified = (event: MatchedEvent) => event.targets.flatMap((target) => target.modified);
const present = (values: readonly (string | null)[]): string[] => values.filter((value) => value !== null && value !== '').map(String);

/** The values of a field that stands for a list of texts. */
function valuesOf(event: MatchedEvent, field: FieldTerm['field']): string[] {
  switch (field) {
    case 'service':
      return present([event.service]);
    case 'operation':
      return present([event.operation]);
    case 'result':
      return present([event.result]);
    case 'actor':
      return present([event.actor_display, event.actor_upn]);
    case 'source':
      return [event.source];
    case 'category':
      return present([event.display_category]);
    case 'tag':
      return event.tags;
    case 'changed':
      return modified(event).map(({ property }) => property);
    case 'new':
      return present(modified(event).map((change) => valueText(change.new)));
    case 'old':
      return present(modified(event).map((change) => valueText(change.old)));
    case 'target':
      return present(event.targets.flatMap(({ display, upn, id }) => [display, upn, id]));
    case 'ip':
    case 'entity':
      return event.entity_keys;
    case 'id':
      return [event.id, event.dedupe_key];
  }
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

function inRange(address: string, range: string): boolean {
  const [base = '', bits = ''] = range.split('/');
  const toNumber = (text: string): number => {
    const octets = text.split('.').map(Number);
    return octets.length === 4 && octets.every((o) => Number.isInteger(o) && o >= 0 && o < 256)
      ? octets.reduce((n, o) => n * 256 + o, 0)
      : NaN;
  };
  const size = 2 ** (32 - Number(bits));
  return Math.floor(toNumber(address) / size) === Math.floor(toNumber(base) / size);
}

/** Fields whose plain value is found by whole words, as their index does. */
const BY_WORDS: ReadonlySet<FieldTerm['field']> = new Set(['target', 'new', 'old']);
const isGuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

function matchesField(event: MatchedEvent, { field, match, value }: FieldTerm): boolean {
  if (field === 'service' && match === 'exact') return event.service === value;
  const values = valuesOf(event, field).map((text) => text.toLowerCase());
  const wanted = value.trim().toLowerCase();
  if (match === 'exists') return values.length > 0;
  if (match === 'regex') return values.some((text) => new RegExp(value, 'iu').test(text));
  if (field === 'ip' && wanted.includes('/')) return values.some((text) => inRange(text, wanted));
  if (match === 'wildcard') {
    const pattern = new RegExp(`^${wanted.split('*').map(escaped).join('.*')}$`, 'su');
    const starts = BY_WORDS.has(field) ? values.flatMap((text) => [text, ...wordsOf(text)]) : values;
    return starts.some((text) => pattern.test(text));
  }
  const whole = (text: string): boolean =>
    text === wanted || (BY_WORDS.has(field) && text.slice(0, MAX_KEY).trim() === wanted.slice(0, MAX_KEY).trim());
  if (match === 'exact' || WHOLE_VALUE.has(field)) return values.some(whole);
  if (!BY_WORDS.has(field)) return values.some((text) => text.includes(wanted));
  const words = wordsOf(wanted);
  if (isGuid(wanted) || words.length === 0) return values.some(whole);
  const found = new Set(values.flatMap((text) => (isGuid(text) ? [] : wordsOf(text))));
  return words.every((word) => found.has(word)) || values.some(whole);
}

function matchesWords(event: MatchedEvent, { text, mode }: WordsTerm): boolean {
  const found = wordsOf(event.search_text);
  if (mode === 'search' && (event.id === text || event.entity_keys.includes(text.trim().toLowerCase()))) return true;
  if (mode === 'prefix') return found.some((word) => word.startsWith(text.toLowerCase()));
  const words = wordsOf(text);
  if (mode === 'phrase') return words.length > 0 && ` ${found.join(' ')} `.includes(` ${words.join(' ')} `);
  return words.length > 0 && words.every((word) => found.includes(word));
}

function matchesTerm(event: MatchedEvent, term: QueryTerm, now: number): boolean {
  if (term.kind === 'field') return matchesField(event, term);
  if (term.kind === 'words') return matchesWords(event, term);
  const at = instantOf(term.at, term.bound, now);
  const time = Date.parse(event.timestamp);
  return term.bound === 'after' ? time >= at : time <= at;
}

/** The event with those of its changes that are of one property, for each of its changed properties. */
function* byProperty(event: MatchedEvent): Generator<MatchedEvent> {
  const nameOf = ({ property }: { property: string }): string => property.toLowerCase();
  for (const name of new Set(modified(event).map(nameOf))) {
    const targets = event.targets.map((target) => ({ ...target, modified: target.modified.filter((change) => nameOf(change) === name) }));
    yield { ...event, targets };
  }
}

function hasChange(event: MatchedEvent, { property, values }: OneChange, now: number): boolean {
  for (const one of byProperty(event)) if ([property, ...values].every((part) => matchesEvent(part, one, now))) return true;
  return false;
}

/** Whether an event matches a query, by the same rules as a search over stored events. `now`: milliseconds since 1970. Pure. */
export function matchesEvent(query: Query, event: MatchedEvent, now: number): boolean {
  switch (query.kind) {
    case 'all': {
      const change = oneChange(query.of);
      if (change && !hasChange(event, change, now)) return false;
      return (change?.others ?? query.of).every((part) => matchesEvent(part, event, now));
    }
    case 'any':
      return query.of.some((part) => matchesEvent(part, event, now));
    case 'not':
      return !matchesEvent(query.of, event, now);
    default:
      return matchesTerm(event, query, now);
  }
}
