import { RULE_LIMITS, type RuleOperator } from '@aoc/contracts';

/** A piece of a Sigma value: literal text or a wildcard. */
export type Piece = { text: string } | '*' | '?';

/** What a value asks of a field: one operator of the contract and one operand. */
export interface Test {
  op: RuleOperator;
  value: string | number | boolean | null;
  caseSensitive: boolean;
}

const ESCAPABLE = new Set(['*', '?', '\\']);

/** A Sigma value in pieces: `*` and `?` are wildcards, a backslash takes the meaning from them and from itself, elsewhere it stands for itself. */
export function piecesOf(value: string): Piece[] {
  const pieces: Piece[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') pieces.push({ text });
    text = '';
  };
  for (let at = 0; at < value.length; at += 1) {
    const char = value.charAt(at);
    const next = value.charAt(at + 1);
    if (char === '\\' && ESCAPABLE.has(next)) {
      text += next;
      at += 1;
    } else if (char === '*' || char === '?') {
      flush();
      if (char === '?' || pieces.at(-1) !== '*') pieces.push(char);
    } else text += char;
  }
  flush();
  return pieces;
}

/** The text of pieces without wildcards; null when there is a wildcard among them. */
export function literalOf(pieces: readonly Piece[]): string | null {
  let text = '';
  for (const piece of pieces) {
    if (typeof piece === 'string') return null;
    text += piece.text;
  }
  return text;
}

export const escapeRegex = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

function regexOf(pieces: readonly Piece[], ending: string): string {
  const last = pieces.length - 1;
  const body = pieces.map((piece, at) => {
    if (piece === '*') return at === 0 || at === last ? '' : '.*';
    return piece === '?' ? '.' : escapeRegex(piece.text);
  });
  return `(?s)${pieces[0] === '*' ? '' : '^'}${body.join('')}${pieces[last] === '*' ? '' : `${ending}$`}`;
}

const ANY: Test = { op: 'exists', value: true, caseSensitive: false };

/**
 * The cheapest operator for a pattern: equality, substring, start or end where wildcards stand at the ends only, a regular
 * expression otherwise. `ending` is put before the end of a regular expression. Null when that would be too long for a rule.
 */
export function testOf(pieces: readonly Piece[], caseSensitive: boolean, ending = ''): Test | null {
  const starts = pieces[0] === '*';
  const ends = pieces.length > 1 && pieces.at(-1) === '*';
  const inner = pieces.slice(starts ? 1 : 0, ends ? -1 : undefined);
  const literal = literalOf(inner);
  if (literal !== null && pieces.length > 0 && literal === '') return ANY;
  if (literal !== null) {
    const op = starts && ends ? 'contains' : starts ? 'ends_with' : ends ? 'starts_with' : 'eq';
    return literal.length > RULE_LIMITS.text ? null : { op, value: literal, caseSensitive };
  }
  const value = regexOf(pieces, ending);
  return value.length > RULE_LIMITS.regex ? null : { op: 'regex', value, caseSensitive };
}
