export type TokenKind = 'space' | 'paren' | 'keyword' | 'not' | 'field' | 'string' | 'regex' | 'word';
/** A stretch of query text; `start` and `end` in characters from 0. */
export interface QueryToken {
  kind: TokenKind;
  text: string;
  start: number;
  end: number;
}

// In this order at every position; the last one takes any other character, so no text is without tokens.
const PATTERNS: [TokenKind, RegExp][] = [
  ['space', /\s+/y],
  ['paren', /[()]/y],
  ['keyword', /(?:OR|AND|NOT)(?![^\s()])/y],
  ['not', /-(?=\S)/y],
  ['field', /[A-Za-z_]+:(?!\/\/)=?/y],
  ['string', /"(?:\\.|[^"\\])*(?:"|$)/y],
  ['regex', /\/(?:\\.|[^/\\])*(?:\/[a-z]*|$)/y],
  ['word', /[^\s()"]+|./suy],
];

/** The tokens of a query being typed: whatever it is, their texts joined are the text again. */
export function tokensOf(text: string): QueryToken[] {
  const tokens: QueryToken[] = [];
  let start = 0;
  while (start < text.length) {
    const before = tokens.at(-1)?.kind;
    for (const [kind, pattern] of PATTERNS) {
      // Inside a word, `-`, `:` and `/` are ordinary; after a field only a value may stand.
      if (before === 'word' && kind !== 'space' && kind !== 'paren' && kind !== 'string') continue;
      if (before === 'field' && (kind === 'field' || kind === 'keyword' || kind === 'not')) continue;
      pattern.lastIndex = start;
      const match = pattern.exec(text);
      if (!match || match[0] === '') continue;
      tokens.push({ kind, text: match[0], start, end: start + match[0].length });
      break;
    }
    const end = tokens.at(-1)?.end ?? start;
    if (end === start) tokens.push({ kind: 'word', text: text.slice(start, start + 1), start, end: start + 1 });
    start = tokens.at(-1)?.end ?? start + 1;
  }
  return tokens;
}

/** The value that a `word` or `string` token stands for. */
export const unquoted = (text: string): string => (text.startsWith('"') ? text.replace(/^"|"$/g, '').replace(/\\(.)/g, '$1') : text);

/** Name of the field that a `field` token names. */
export const fieldName = (token: QueryToken): string => token.text.replace(/:=?$/, '').toLowerCase();
