/**
 * Tokens that a text takes, as an upper estimate for any common tokenizer: a token holds at least four letters of a word, three digits,
 * or two of other ASCII characters; whatever is not ASCII counts one by one. Identifiers come out about a third too high.
 */
export function tokensOf(text: string): number {
  let tokens = 0;
  for (const [run] of text.matchAll(/[A-Za-z]+|\d+|[!-/:-@[-`{-~]+|\s+|[^\s\u0021-\u007e]+/g)) {
    const [first = ''] = run;
    if (/[A-Za-z]/.test(first)) tokens += Math.ceil(run.length / 4);
    else if (/\d/.test(first)) tokens += Math.ceil(run.length / 3);
    else if (/\s/.test(first)) tokens += run === ' ' ? 0 : 1;
    else if (first <= '~') tokens += Math.ceil(run.length / 2);
    else tokens += run.length;
  }
  return tokens;
}

/** Tokens that an answer of a tool may take: what a page of 100 events must stay under, with a margin for the frame around it. */
export const ANSWER_TOKENS = 7800;

/** The first of the answers, from the fullest to the shortest, that stays within the limit; else the shortest. */
export function fitting<L, T>(levels: readonly [L, ...L[]], compose: (level: L) => T, limit: number = ANSWER_TOKENS): T {
  const [first, ...shorter] = levels;
  let answer = compose(first);
  for (const level of shorter) {
    if (tokensOf(JSON.stringify(answer)) <= limit) break;
    answer = compose(level);
  }
  return answer;
}
