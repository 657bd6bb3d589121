import { DomainError, wordsOf } from '@aoc/contracts';
import type { ReadContext } from '@aoc/server/context';
import type { EventStore } from '../event-store';
import { eventIndex } from '../event.schema';
import { nothing, type Clause, type EventCondition } from './clause';
import { probed } from './probe';
import { escapePattern, type ValueMatch } from './value-match';

/** Kinds of lookup key: words, targets, new and old values. */
export type LookupKind = 'w' | 't' | 'n' | 'o';
const MAX_KEY = 100;
const MAX_PROBED_WORDS = 6;
const access = { index: eventIndex.lookup, ordered: true, values: 1 };
const isGuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/**
 * Every key must be there; the rarest stands first, since the index is bounded by one. A key that no event has yet is a key like any other:
 * an event that is stored in a moment may have it.
 */
async function allKeys(
  ctx: ReadContext,
  store: EventStore,
  keys: readonly string[],
  total: number,
  label: string,
): Promise<Clause & { rest: EventCondition[] }> {
  const clauses = keys.map((key): Clause => ({ filter: { lookup_keys: key }, events: null, label, access }));
  const known =
    clauses.length === 1 ? clauses : await Promise.all(clauses.slice(0, MAX_PROBED_WORDS).map((c) => probed(ctx, store, c, total)));
  const [rarest] = [...known].sort((a, b) => (a.events ?? 0) - (b.events ?? 0));
  if (!rarest) return { ...nothing(label), rest: [] };
  const others = clauses.map((c) => c.filter).filter((filter) => filter.lookup_keys !== rarest.filter.lookup_keys);
  return { ...rarest, rest: others };
}

function joined({ rest, ...clause }: Clause & { rest: EventCondition[] }): Clause {
  return rest.length === 0 ? clause : { ...clause, filter: { ...clause.filter, $and: rest } };
}

/** Free text: every word must occur; a phrase also as it stands. */
export async function wordsClause(ctx: ReadContext, store: EventStore, text: string, phrase: boolean, total: number): Promise<Clause> {
  const label = phrase ? `"${text}"` : text;
  const words = [...new Set(wordsOf(text))];
  if (words.length === 0) return nothing(label);
  const clause = await allKeys(
    ctx,
    store,
    words.map((word) => `w:${word}`.slice(0, MAX_KEY + 2)),
    total,
    label,
  );
  if (!phrase || words.length === 1 || clause.impossible) return joined(clause);
  const inOrder = wordsOf(text).map(escapePattern).join('[^\\p{L}\\p{N}]+');
  const order: EventCondition = {
    $or: [{ search_text: { $regex: inOrder, $options: 'i' } }, { raw_text: { $regex: inOrder, $options: 'i' } }],
  };
  return joined({ ...clause, rest: [...clause.rest, order] });
}

/** A word that begins so. */
export const wordPrefixClause = (prefix: string, label: string): Clause =>
  startClause('w', { kind: 'starts', whole: false, text: prefix.toLowerCase() }, label);

/** Many keys begin so: all their events are read and sorted. */
function startClause(kind: LookupKind, { whole, text }: Extract<LookupTest, { kind: 'starts' }>, label: string): Clause {
  const sign = whole ? '=' : '[:=]';
  return {
    filter: { lookup_keys: { $regex: `^${kind}${sign}${escapePattern(text)}` } },
    events: null,
    label,
    access: { ...access, ordered: false },
  };
}

/**
 * How lookup keys tell a value: each of `keys` must be there (`=` a whole value, `:` one of its words), or one that begins with `text`. All in
 * lower case.
 */
export type LookupTest =
  | { kind: 'keys'; keys: readonly { sign: '=' | ':'; text: string }[] }
  | { kind: 'starts'; whole: boolean; text: string };

/** The value as a whole or its words, or how it begins. @throws DomainError bad_query */
export function lookupTest(match: ValueMatch, label: string): LookupTest {
  if (match.kind === 'exists') return { kind: 'starts', whole: true, text: '' };
  if (match.kind === 'regex' || (match.kind === 'wildcard' && !/^[^*]+\*$/.test(match.value))) throw unsupported(label);
  if (match.kind === 'wildcard') return { kind: 'starts', whole: false, text: match.value.slice(0, -1).toLowerCase() };
  const whole = match.value.trim().toLowerCase().slice(0, MAX_KEY);
  const words = [...new Set(wordsOf(match.value))];
  if (match.kind === 'exact' || isGuid(whole) || words.length === 0) return { kind: 'keys', keys: [{ sign: '=', text: whole }] };
  return { kind: 'keys', keys: words.map((text) => ({ sign: ':', text })) };
}

/** A condition on targets, new or old values. @throws DomainError bad_query */
export async function lookupClause(
  ctx: ReadContext,
  store: EventStore,
  kind: LookupKind,
  match: ValueMatch,
  total: number,
  label: string,
): Promise<Clause> {
  const test = lookupTest(match, label);
  if (match.kind === 'exists') return { filter: { lookup_keys: { $regex: `^${kind}=` } }, events: total, label };
  if (test.kind === 'starts') return startClause(kind, test, label);
  return joined(
    await allKeys(
      ctx,
      store,
      test.keys.map(({ sign, text }) => `${kind}${sign}${text}`),
      total,
      label,
    ),
  );
}

const unsupported = (label: string): DomainError =>
  new DomainError(
    'bad_query',
    `No index can serve "${label}". Targets, old and new values are found by whole words, or by how they begin (value*); regular expressions work on service, operation, result, actor, category, tag and changed.`,
    { errors: [{ path: 'query.q', message: `no index serves "${label}"` }] },
  );
