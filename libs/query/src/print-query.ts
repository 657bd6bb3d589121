import type { FieldTerm, Query } from './ast';

const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`;
const KEYWORDS = new Set(['AND', 'OR', 'NOT']);

/** Whether a value can stand without quotes after a field. */
const isPlain = (value: string): boolean => /^[^\s()"*\\/=]+[^\s()"*\\]*$/.test(value);
/** Whether a word can stand without quotes. */
const isFreeWord = (word: string): boolean =>
  isPlain(word) && !word.startsWith('-') && !KEYWORDS.has(word) && !/^[a-z_]+:(?!\/\/)/i.test(word) && /[\p{L}\p{N}]/u.test(word);

function printField({ field, match, value }: FieldTerm): string {
  switch (match) {
    case 'exists':
      return `${field}:*`;
    case 'regex':
      return `${field}:/${value.replace(/\//g, '\\/')}/`;
    case 'wildcard':
      return `${field}:${value}`;
    case 'exact':
      return `${field}:=${isPlain(value) ? value : quoted(value)}`;
    case 'plain':
      return `${field}:${isPlain(value) ? value : quoted(value)}`;
  }
}

/** The canonical text of a query: `parseQuery` gives the same query back. */
export function printQuery(query: Query): string {
  switch (query.kind) {
    case 'field':
      return printField(query);
    case 'time':
      return `${query.bound}:${/\s/.test(query.at) ? quoted(query.at) : query.at}`;
    case 'words':
      if (query.mode === 'prefix') return `${query.text}*`;
      return query.mode === 'word' && isFreeWord(query.text) ? query.text : quoted(query.text);
    case 'not':
      return `-${nested(query.of, true)}`;
    case 'all':
      return query.of.map((part) => nested(part, part.kind === 'any')).join(' ');
    case 'any':
      return query.of.map((part) => nested(part, part.kind === 'all')).join(' OR ');
  }
}

function nested(query: Query, group: boolean): string {
  return (query.kind === 'all' || query.kind === 'any') && group ? `(${printQuery(query)})` : printQuery(query);
}
