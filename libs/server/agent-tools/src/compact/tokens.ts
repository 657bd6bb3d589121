import { lined } from './lined';

const RUNS = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[A-Za-z]+|\d+|[!-/:-@[-`{-~]+|\s+|[^\s\u0021-\u007e]+/gi;
const GUID_LENGTH = 36;
const GUID_TOKENS = 26;

function tokensOfRun(run: string): number {
  const [first = ''] = run;
  if (run.length === GUID_LENGTH && run[8] === '-' && /[0-9a-f]/i.test(first)) return GUID_TOKENS;
  if (/[A-Za-z]/.test(first)) return Math.ceil(run.length / 4);
  if (/\d/.test(first)) return Math.ceil(run.length / 3);
  if (/\s/.test(first)) return run === ' ' ? 0 : 1;
  // Quotes, commas and brackets of JSON come in threes.
  return first <= '~' ? Math.ceil(run.length / 3) : run.length;
}

/**
 * Tokens that a text takes, as an upper estimate for common tokenizers: a token holds at least four letters of a word or three digits or
 * signs, a GUID takes 26, and whatever is not ASCII counts one by one. For tables of events it gives about twice the characters by four.
 */
export function tokensOf(text: string): number {
  let tokens = 0;
  for (const [run] of text.matchAll(RUNS)) tokens += tokensOfRun(run);
  return tokens;
}

/** Tokens that an answer of a tool may take, so that a page of 100 events is less than 8,000 with the frame around it. */
const ANSWER_TOKENS = 7800;
const CHARACTERS = 4;

/**
 * Whether an answer stays within the limit: by the strict estimate as a model gets to see it, and by the usual rule of four characters as
 * it is sent, which is twice: as a structure and, for those who read texts, as one.
 */
export function fits(answer: object): boolean {
  const structure = JSON.stringify(answer);
  const text = JSON.stringify(lined(answer));
  return (structure.length + JSON.stringify(text).length) / CHARACTERS <= ANSWER_TOKENS && tokensOf(structure) <= ANSWER_TOKENS;
}

/** The first of the answers, from the fullest to the shortest, that is small enough; else the shortest. */
export function fitting<L, T extends object>(
  levels: readonly [L, ...L[]],
  compose: (level: L) => T,
  isSmall: (answer: T) => boolean = fits,
): T {
  const [first, ...shorter] = levels;
  let answer = compose(first);
  for (const level of shorter) {
    if (isSmall(answer)) break;
    answer = compose(level);
  }
  return answer;
}
