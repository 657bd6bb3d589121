import { changeKey } from '@aoc/normalization';
import type { FieldTerm, Query } from '@aoc/query';
import { eventIndex } from '../event.schema';
import { anyOf, nothing, type Clause, type EventCondition } from './clause';
import { conjunction } from './conjunction';
import { lookupTest } from './lookup-clauses';
import { escapePattern, matchOf } from './value-match';

const ACCESS = { index: eventIndex.lookup, ordered: true, values: 1 };

/** Events in which a property has a new or old value that a condition asks for. */
function valueClause(property: string, { field, ...term }: FieldTerm, label: string): Clause {
  const side = field === 'new' ? 'n' : 'o';
  const test = lookupTest(matchOf({ field, ...term }), label);
  if (test.kind === 'starts') {
    const sign = test.whole ? '=' : '[:=]';
    const start = `^p${side}${sign}${escapePattern(changeKey(side, '=', property, '').slice(3) + test.text)}`;
    return { filter: { lookup_keys: { $regex: start } }, events: null, label, access: { ...ACCESS, ordered: false } };
  }
  const [first, ...rest] = test.keys.map((key): EventCondition => ({ lookup_keys: changeKey(side, key.sign, property, key.text) }));
  if (!first) return nothing(label);
  return { filter: rest.length === 0 ? first : { ...first, $and: rest }, events: null, label, access: ACCESS };
}

function partClause(property: string, part: Query, label: string): Clause {
  if (part.kind === 'any')
    return anyOf(
      part.of.map((one) => partClause(property, one, label)),
      label,
    );
  return part.kind === 'field' ? valueClause(property, part, label) : nothing(label);
}

function ofProperty(property: string, values: readonly Query[], label: string): Clause {
  const [first, ...rest] = values.map((part) => partClause(property, part, label));
  if (!first) return nothing(label);
  const others = rest.map(({ filter }) => filter);
  return { ...first, filter: conjunction(first.filter, others) };
}

/**
 * Events in which one of the properties has values that meet every condition on them. Without `access` where no index serves the properties
 * together. @throws DomainError bad_query
 */
export const changeClause = (properties: readonly string[], values: readonly Query[], label: string): Clause =>
  anyOf(
    properties.map((property) => ofProperty(property, values, label)),
    label,
  );
