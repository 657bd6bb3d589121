import { quoted } from '../quoted';
import { fieldName, tokensOf, unquoted, type QueryToken } from './query-tokens';

/** One part of a query that all events must meet; `field` is null for free words, groups and alternatives. */
export interface QueryTerm {
  start: number;
  end: number;
  text: string;
  field: string | null;
  value: string;
  negated: boolean;
}
export interface TermSpec {
  field: string;
  value: string;
  negated: boolean;
}

/** Index behind the value that starts at `from`: one token, or all up to the parenthesis that closes it. */
function behindValue(tokens: QueryToken[], from: number): number {
  let depth = 0;
  for (let index = from; index < tokens.length; index++) {
    const token = tokens[index];
    if (token?.text === '(') depth++;
    if (token?.text === ')') depth--;
    if (depth <= 0) return index + 1;
  }
  return tokens.length;
}

const hasTopLevelOr = (tokens: QueryToken[]): boolean => {
  let depth = 0;
  return tokens.some((token) => {
    if (token.kind === 'paren') depth += token.text === '(' ? 1 : -1;
    return depth === 0 && token.text === 'OR' && token.kind === 'keyword';
  });
};

function termOf(text: string, tokens: QueryToken[]): QueryTerm | null {
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (!first || !last) return null;
  const negated = first.kind === 'not' || first.text === 'NOT';
  const rest = tokens.slice(negated ? 1 : 0).filter((token) => token.kind !== 'space');
  const field = rest[0]?.kind === 'field' ? fieldName(rest[0]) : null;
  const values = rest.slice(field === null ? 0 : 1);
  const single = values.length === 1 && values[0]?.kind !== 'paren' ? values[0] : undefined;
  const value = single ? unquoted(single.text) : values.length === 0 ? '' : text.slice(values[0]?.start, last.end);
  return { start: first.start, end: last.end, text: text.slice(first.start, last.end), field, value, negated };
}

/** The terms of a query that must all hold, in order; a query of alternatives is one term. */
export function termsOf(text: string): QueryTerm[] {
  const tokens = tokensOf(text);
  const spoken = tokens.filter((token) => token.kind !== 'space');
  if (hasTopLevelOr(spoken)) {
    const [first, last] = [spoken[0], spoken.at(-1)];
    const [start, end] = [first?.start ?? 0, last?.end ?? text.length];
    return [{ start, end, text: text.slice(start, end), field: null, value: text.slice(start, end), negated: false }];
  }
  const terms: QueryTerm[] = [];
  for (let index = 0; index < tokens.length;) {
    const from = index;
    const kind = tokens[index]?.kind;
    if (kind === 'space' || tokens[index]?.text === 'AND') {
      index++;
      continue;
    }
    while (tokens[index]?.kind === 'not' || tokens[index]?.text === 'NOT' || tokens[index]?.kind === 'space') index++;
    if (tokens[index]?.kind === 'field') index++;
    const next = tokens[index];
    index = next === undefined || (next.kind === 'space' && index > from) ? index : behindValue(tokens, index);
    const term = termOf(text, tokens.slice(from, Math.max(index, from + 1)));
    index = Math.max(index, from + 1);
    if (term) terms.push(term);
  }
  return terms;
}

const tidy = (text: string) => text.replace(/^\s+|\s+$/g, '');
const same = (term: QueryTerm, { field, value }: Omit<TermSpec, 'negated'>) => term.field === field && term.value === value;

export const hasTerm = (text: string, spec: TermSpec): boolean =>
  termsOf(text).some((term) => same(term, spec) && term.negated === spec.negated);

// These look for a plain value inside; what is clicked is meant as a whole.
const PARTIAL = new Set(['operation', 'result', 'actor', 'target']);
/** A term on a whole value as text, e.g. `-actor:="Ann Smith"`. */
const termText = ({ field, value, negated }: TermSpec): string =>
  `${negated ? '-' : ''}${field}:${PARTIAL.has(field) ? '=' : ''}${quoted(value)}`;

/** The query and one more term that must hold too. */
export function withTerm(text: string, spec: TermSpec): string {
  const rest = tidy(text);
  if (rest === '') return termText(spec);
  return hasTopLevelOr(tokensOf(rest)) ? `(${rest}) ${termText(spec)}` : `${rest} ${termText(spec)}`;
}

/** The query with `text` in place of one of its terms; an empty text takes the term out. */
export const replaceTerm = (text: string, term: QueryTerm, by: string): string =>
  tidy(`${text.slice(0, term.start)}${by}${by === '' ? text.slice(term.end).replace(/^\s+/, '') : text.slice(term.end)}`);

/** The term the other way round. */
export const negatedTerm = (term: QueryTerm): string => {
  if (term.negated) return term.text.replace(/^(?:-|NOT\s+)/, '');
  return hasTopLevelOr(tokensOf(term.text)) ? `-(${term.text})` : `-${term.text}`;
};

/** The query without any term on this value, negated or not. */
export function withoutTerm(text: string, spec: Omit<TermSpec, 'negated'>): string {
  const term = termsOf(text).find((other) => same(other, spec));
  return term ? withoutTerm(replaceTerm(text, term, ''), spec) : text;
}
