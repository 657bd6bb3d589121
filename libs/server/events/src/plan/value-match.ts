import { WHOLE_VALUE, type FieldTerm } from '@aoc/query';

/** How a value is compared; always without regard to case. */
export type ValueMatch = { kind: 'exact' | 'contains' | 'wildcard' | 'regex'; value: string } | { kind: 'exists' };

/** How the value of a term is compared. */
export function matchOf({ field, match, value }: Omit<FieldTerm, 'kind'>): ValueMatch {
  if (match === 'exists') return { kind: 'exists' };
  if (match === 'plain') return { kind: WHOLE_VALUE.has(field) ? 'exact' : 'contains', value };
  return { kind: match, value };
}

/** Text as a regular expression that matches just this text. */
export const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
