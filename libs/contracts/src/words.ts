const BREAKS = /[^\p{L}\p{N}]+/u;

/**
 * The words of a text, lower-case, in order, with repeats: runs of letters and digits of any script. Writer (stored lookup keys) and
 * reader (queries, live tail) split texts by this one rule, so that they agree on what a word is.
 */
export const wordsOf = (text: string): string[] => text.normalize('NFKC').toLowerCase().split(BREAKS).filter(Boolean);
