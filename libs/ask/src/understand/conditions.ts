import type { FieldTerm, Query, QueryField, QueryMatch } from '@aoc/query';
import type { Action } from './action';
import type { Span } from './calendar';
import type { NamedPart } from './understanding';

const term = (field: QueryField, match: QueryMatch, value: string): FieldTerm => ({ kind: 'field', field, match, value });
const anyOf = (of: Query[]): Query => ({ kind: 'any', of });
const EVERYTHING: Query = { kind: 'all', of: [] };

export const timeQuery = ({ from, to }: Span): Query => ({
  kind: 'all',
  of: [
    { kind: 'time', bound: 'after', at: new Date(from).toISOString() },
    { kind: 'time', bound: 'before', at: new Date(to).toISOString() },
  ],
});

export function servicesQuery(services: readonly string[], excluded: readonly string[]): Query {
  if (services.length > 0) return anyOf(services.map((service) => term('service', 'exact', service)));
  if (excluded.length === 0) return EVERYTHING;
  return { kind: 'not', of: anyOf(excluded.map((service) => term('service', 'exact', service))) };
}

/** Exchange names a mailbox by the first part of its address. */
const withMailbox = (key: string): string[] =>
  key.includes('@') ? [key.toLowerCase(), key.slice(0, key.indexOf('@')).toLowerCase()] : [key];

/** Events in which somebody or something takes part as the question says. */
export function mentionQuery({ kind, part, keys, people }: NamedPart): Query {
  switch (kind) {
    case 'service':
      return EVERYTHING;
    case 'operation':
      return anyOf(keys.map((key) => term('operation', 'regex', `^${key.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').slice(0, 150)}\\.?$`)));
    case 'device':
      return anyOf(keys.map((key) => term('entity', 'exact', key.toLowerCase())));
    case 'name':
      return anyOf(
        keys.map((key) => (part === 'actor' ? term('actor', 'plain', key) : term('target', isRole(key) ? 'exact' : 'plain', key))),
      );
    case 'identifier':
    case 'person':
      break;
  }
  if (part === 'actor') return anyOf(keys.map((key) => term('actor', 'exact', key)));
  if (part === 'target') return anyOf(keys.flatMap(withMailbox).map((key) => term('target', 'exact', key)));
  if (keys.some((key) => /^[\d.]+\/\d+$/.test(key))) return anyOf(keys.map((key) => term('ip', 'plain', key)));
  const withoutAddress = people.length > 0 && keys.every((key) => !key.includes('@'));
  if (withoutAddress) return anyOf(keys.map((key) => term('actor', 'exact', key)));
  return anyOf(keys.flatMap(withMailbox).map((key) => term('entity', 'exact', key)));
}

const isRole = (name: string): boolean => / (Administrator|Reader)$/.test(name);

export function actionQuery({ operations, changed }: Action): Query {
  const alternatives = operations.map(({ is, without }): Query => ({
    kind: 'all',
    of: [
      term('operation', 'regex', is),
      ...(without === undefined ? [] : [{ kind: 'not' as const, of: term('operation', 'regex', without) }]),
    ],
  }));
  return {
    kind: 'all',
    of: [
      ...(alternatives.length > 0 ? [anyOf(alternatives)] : []),
      ...(changed === undefined ? [] : [term('changed', 'wildcard', changed)]),
    ],
  };
}
