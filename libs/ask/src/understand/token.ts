/** A word of a question. */
export interface Token {
  /** As written, without surrounding punctuation and without a possessive ending. */
  text: string;
  lower: string;
  /** Position in the question, in characters. */
  start: number;
  end: number;
  /** Stood between quotes; then it is the whole quoted text. */
  quoted: boolean;
  possessive: boolean;
  /** What it was read as; null until something claims it. */
  use: TokenUse | null;
}
export type TokenUse = 'time' | 'entity' | 'word' | 'filler';

const QUOTED = /"([^"]{1,200})"|“([^”]{1,200})”|‘([^’]{2,200})’|`([^`]{1,200})`|(?<=^|\s)'([^']{2,200})'(?=$|[\s?.,!])/g;
const WORD = /[\p{L}\p{N}_$#][^\s,;?!()[\]{}"“”<>|`]*/gu;
const TRAILING = /[.:…'’/\\-]+$/u;

function bare(text: string): { text: string; possessive: boolean } {
  const trimmed = text.replace(TRAILING, '');
  const possessive = /['’]s$/i.test(trimmed);
  if (possessive) return { text: trimmed.slice(0, -2), possessive };
  return { text: trimmed, possessive: /s['’]$/i.test(text) };
}

function words(text: string, offset: number): Token[] {
  return [...text.matchAll(WORD)].flatMap((match) => {
    const { text: word, possessive } = bare(match[0]);
    const start = offset + match.index;
    return word === ''
      ? []
      : [{ text: word, lower: word.toLowerCase(), start, end: start + word.length, quoted: false, possessive, use: null }];
  });
}

/** The words of a question in order; what stands between quotes is one word. */
export function tokensOf(question: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (const match of question.matchAll(QUOTED)) {
    const inner = (match[1] ?? match[2] ?? match[3] ?? match[4] ?? match[5] ?? '').trim();
    if (inner === '') continue;
    tokens.push(...words(question.slice(at, match.index), at));
    const end = match.index + match[0].length;
    tokens.push({ text: inner, lower: inner.toLowerCase(), start: match.index, end, quoted: true, possessive: false, use: null });
    at = end;
  }
  return [...tokens, ...words(question.slice(at), at)];
}

/** What a run of words is in the question itself. */
export function saidBy(question: string, tokens: readonly Token[]): string | null {
  const [first] = tokens;
  const last = tokens.at(-1);
  return first && last ? question.slice(first.start, last.end) : null;
}

export const isCapitalised = ({ text }: Token): boolean => /^\p{Lu}/u.test(text);
