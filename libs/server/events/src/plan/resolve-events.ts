import { DomainError, type EventFilter } from '@aoc/contracts';
import {
  conjuncts,
  filtersToQuery,
  instantOf,
  normaliseQuery,
  oneChange,
  parseQuery,
  timeRangeOf,
  type FieldTerm,
  type OneChange,
  type Query,
  type TimeTerm,
} from '@aoc/query';
import type { ReadContext } from '@aoc/server/context';
import type { EventStore } from '../event-store';
import { Memory, Recall } from '../recall';
import { changeClause } from './change-clause';
import { anyOf, matchesNothing, negated, nothing, shapesOf, type Clause } from './clause';
import { countedClause, valuesOfField } from './counted-field';
import { estimatesOf, type Estimates } from './estimates';
import { planEvents, type ResolvedQuery } from './event-plan';
import { addressClause, entityClause, idClause, looksLikeIdentifier, searchClause } from './identifier-clauses';
import { lookupClause, wordPrefixClause, wordsClause } from './lookup-clauses';
import { probed, PROBED } from './probe';
import { eventIndex } from '../event.schema';
import { matchOf } from './value-match';

interface Resolver {
  ctx: ReadContext;
  store: EventStore;
  recall: Recall;
  now: number;
  estimates: Estimates;
}

/** The query of the filters of 1.x and the query text together. @throws DomainError bad_query when the text is wrong */
export function queryOf({ q, ...filter }: EventFilter): Query {
  const filters = filtersToQuery(filter);
  if (q === undefined || q.trim() === '') return filters;
  const parsed = parseQuery(q);
  if (parsed.ok) return normaliseQuery({ kind: 'all', of: [filters, parsed.query] });
  const errors = parsed.errors.map((error) => ({ path: 'query.q', ...error }));
  throw new DomainError('bad_query', `The query cannot be read: ${parsed.errors.map((error) => error.message).join(' ')}`, { errors });
}

const labelOf = (term: FieldTerm): string => `${term.field}:${term.match === 'exists' ? '*' : term.value}`;

/** A service by its name, in the given case or (in a query text without `=`) in any, needs no look-up: what it is called is known from a moment ago, or else taken as it is written. */
function serviceClause({ estimates }: Resolver, value: string, asWritten: boolean, label: string): Clause {
  const known = asWritten ? [] : [...estimates.services.keys()].filter((service) => service.toLowerCase() === value.toLowerCase());
  const names = known.length > 0 ? known : [value];
  const clauses = names.map((name): Clause => ({
    filter: { service: name },
    events: estimates.services.get(name) ?? 0,
    label,
    access: { index: eventIndex.service, ordered: true, values: 1 },
    counted: { field: 'service', values: [name] },
    byShape: ({ service }) => service === name,
  }));
  return anyOf(clauses, label);
}

async function fieldClause(resolver: Resolver, term: FieldTerm): Promise<Clause> {
  const { ctx, store, estimates } = resolver;
  const label = labelOf(term);
  const match = matchOf(term);
  switch (term.field) {
    case 'service':
      return match.kind === 'exact'
        ? serviceClause(resolver, match.value, term.match === 'exact', label)
        : countedClause(resolver, 'service', match, label);
    case 'operation':
    case 'result':
    case 'actor':
    case 'category':
    case 'source':
    case 'tag':
    case 'changed':
      return countedClause(resolver, term.field, match, label);
    case 'target':
      return lookupClause(ctx, store, 't', match, estimates.total, label);
    case 'new':
      return lookupClause(ctx, store, 'n', match, estimates.total, label);
    case 'old':
      return lookupClause(ctx, store, 'o', match, estimates.total, label);
    case 'ip':
      return addressClause(match, label);
    case 'entity':
      return entityClause(match, label);
    case 'id':
      return match.kind === 'exists' ? { filter: {}, events: estimates.total, label } : idClause(ctx, store, match.value, label);
  }
}

async function clauseOf(resolver: Resolver, query: Query): Promise<Clause> {
  const { ctx, store, estimates } = resolver;
  switch (query.kind) {
    case 'field':
      return fieldClause(resolver, query);
    case 'words':
      if (query.mode === 'search') return searchClause(ctx, store, query.text, estimates.total);
      if (query.mode === 'prefix') return wordPrefixClause(query.text, `${query.text}*`);
      return wordsClause(ctx, store, query.text, query.mode === 'phrase', estimates.total);
    case 'time':
      return timeClause(query, resolver.now, estimates.total);
    case 'not':
      return negated(await clauseOf(resolver, query.of), estimates.total);
    case 'any':
      return alternatives(resolver, await Promise.all(query.of.map((part) => clauseOf(resolver, part))));
    case 'all':
      return conjunction(resolver, query);
  }
}

/** The conditions of a conjunction; those that speak of one change are one. */
async function allClauses(resolver: Resolver, parts: readonly Query[]): Promise<Clause[]> {
  const each = (of: readonly Query[]): Promise<Clause[]> => Promise.all(of.map((part) => clauseOf(resolver, part)));
  const change = oneChange(parts);
  if (!change) return each(parts);
  const [ofChange, others] = await Promise.all([changeClauses(resolver, change), each(change.others)]);
  return [...ofChange, ...others];
}

/** Where more names match than are listed, or something cannot match at all, each condition stands for itself. */
async function changeClauses(resolver: Resolver, { property, values }: OneChange): Promise<Clause[]> {
  const apart = await Promise.all([property, ...values].map((part) => clauseOf(resolver, part)));
  const [named] = apart;
  const properties = named && valuesOfField('changed', named);
  if (!properties || apart.some(matchesNothing)) return apart;
  const label = apart.map((clause) => clause.label).join(' ');
  const together = changeClause(properties, values, label);
  return (together.access ?? together.impossible) ? [together] : [together, ...apart];
}

function timeClause({ bound, at }: TimeTerm, now: number, total: number): Clause {
  const instant = new Date(instantOf(at, bound, now));
  return { filter: { timestamp: bound === 'after' ? { $gte: instant } : { $lte: instant } }, events: total, label: `${bound}:${at}` };
}

/** Several conditions inside an alternative or a negation: one condition, served by the best index of its parts. */
async function conjunction(resolver: Resolver, query: Query): Promise<Clause> {
  const { total } = resolver.estimates;
  const clauses = await probedAll(resolver, await allClauses(resolver, conjuncts(query)));
  if (clauses.length === 0) return { filter: {}, events: total, label: 'everything', byShape: () => true };
  const label = clauses.map((clause) => clause.label).join(' ');
  if (clauses.some(matchesNothing)) return nothing(label);
  const plan = planEvents({ clauses, total }, 25);
  const share = clauses.reduce((rest, clause) => rest * Math.min(1, (clause.events ?? total) / Math.max(1, total)), 1);
  const access = clauses.find((clause) => clause.access?.index === plan.countHint)?.access;
  const shapes = shapesOf(clauses, 'every');
  return { filter: plan.filter, events: Math.round(share * total), label, ...shapes, ...(access ? { access } : {}) };
}

const probedAll = (resolver: Resolver, clauses: readonly Clause[]): Promise<Clause[]> =>
  Promise.all(clauses.map((clause) => probed(resolver.ctx, resolver.store, clause, resolver.estimates.total)));

/** Alternatives of different fields have no index in common: few matches are looked up beforehand, each by its own index. */
async function alternatives(resolver: Resolver, clauses: readonly Clause[]): Promise<Clause> {
  const { ctx, store } = resolver;
  const label = clauses.map((clause) => clause.label).join(' OR ');
  const same = anyOf(clauses, label);
  if (same.access || matchesNothing(same)) return same;
  const known = (await probedAll(resolver, clauses)).filter((clause) => !matchesNothing(clause));
  const together = anyOf(known, label);
  const few = known.every((clause) => clause.access) && together.events !== null && together.events < PROBED;
  if (!few) return together;
  const ids = await Promise.all(
    known.map((clause) =>
      store.events
        .find(ctx, clause.filter, { projection: { _id: 1 }, limit: PROBED, ...(clause.access ? { hint: clause.access.index } : {}) })
        .toArray(),
    ),
  );
  const unique = new Map(ids.flat().map(({ _id }) => [_id.toHexString(), _id]));
  if (unique.size === 0) return nothing(label);
  const access = { index: '_id_', ordered: false, values: unique.size };
  return { filter: { _id: { $in: [...unique.values()] } }, events: unique.size, label, access };
}

function rangeOf(query: Query, now: number): { start?: Date; end?: Date } {
  const { start, end } = timeRangeOf(query, now);
  return { ...(start === undefined ? {} : { start: new Date(start) }), ...(end === undefined ? {} : { end: new Date(end) }) };
}

/** The time that a filter asks about. @throws DomainError bad_query */
export const askedTime = (ctx: ReadContext, filter: EventFilter): { start?: Date; end?: Date } =>
  rangeOf(queryOf(filter), ctx.clock.now().getTime());

const sizeOf = ({ clauses }: { clauses: readonly Clause[] }): number => JSON.stringify(clauses).length;
/**
 * Clauses of queries. What they name are stored values, so they hold while there are no others. The numbers of matches in them are older
 * then, which an index is chosen by and nothing is answered from.
 */
const rememberedByValues = new Memory<{ clauses: readonly Clause[] }>('values', 4_000_000, sizeOf);
/** Clauses of queries that were resolved to stored events. */
const rememberedByEvents = new Memory<{ clauses: readonly Clause[] }>('facets', 1_000_000, sizeOf);

function contains(query: Query, what: (part: Query) => boolean): boolean {
  if (what(query)) return true;
  if (query.kind === 'all' || query.kind === 'any') return query.of.some((part) => contains(part, what));
  return query.kind === 'not' && contains(query.of, what);
}

const namesTime = (query: Query): boolean => contains(query, ({ kind }) => kind === 'time');

/** Whether events are looked up to resolve it, and another one would be found once more have been stored. */
const looksUpEvents = (query: Query): boolean =>
  contains(
    query,
    (part) =>
      part.kind === 'any' ||
      (part.kind === 'field' && part.field === 'id') ||
      (part.kind === 'words' && part.mode === 'search' && looksLikeIdentifier(part.text)),
  );

async function clausesOf(resolver: Resolver, parts: readonly Query[]): Promise<readonly Clause[]> {
  const read = async (): Promise<{ clauses: readonly Clause[] }> => {
    const clauses = await allClauses(resolver, parts);
    return { clauses: clauses.length > 1 ? await probedAll(resolver, clauses) : clauses };
  };
  // A time inside an alternative may be another one with each call.
  if (parts.some(namesTime)) return (await read()).clauses;
  const memory = parts.some(looksUpEvents) ? rememberedByEvents : rememberedByValues;
  return (await resolver.recall.of(memory, JSON.stringify(parts), read)).clauses;
}

/**
 * The conditions of a filter with the stored values, indexes and numbers of matches that they come to.
 * @throws DomainError bad_query when the query text is wrong or no index can serve it
 */
export async function resolveEvents(
  ctx: ReadContext,
  store: EventStore,
  filter: EventFilter,
  recall: Recall = new Recall(ctx, store),
): Promise<ResolvedQuery> {
  const now = ctx.clock.now().getTime();
  const query = queryOf(filter);
  const range = rangeOf(query, now);
  const others = conjuncts(query).filter((part) => part.kind !== 'time');
  if (others.length === 0) return { clauses: [], ...range, total: Number.MAX_SAFE_INTEGER };
  const estimates = await estimatesOf(ctx, store);
  return { clauses: await clausesOf({ ctx, store, recall, now, estimates }, others), ...range, total: estimates.total };
}
