/** Mistakes that a word of this length may have and still be meant. */
export const allowedMistakes = (length: number): number => (length < 4 ? 0 : length < 8 ? 1 : 2);

/**
 * Number of insertions, deletions, replacements and swaps of neighbours between two words, or `most + 1` when there are more than `most`.
 * Takes time in the order of the length of the words times `most`.
 */
export function mistakesBetween(a: string, b: string, most: number): number {
  if (a === b) return 0;
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => (i <= most ? i : most + 1));
  for (let i = 1; i <= a.length; i += 1) {
    const next = new Array<number>(b.length + 1).fill(most + 1);
    if (i <= most) next[0] = i;
    let least = next[0] ?? most + 1;
    for (let j = Math.max(1, i - most); j <= Math.min(b.length, i + most); j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let value = Math.min((row[j] ?? most) + 1, (next[j - 1] ?? most) + 1, (row[j - 1] ?? most) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) value = Math.min(value, (before[j - 2] ?? most) + 1);
      next[j] = Math.min(value, most + 1);
      least = Math.min(least, value);
    }
    if (least > most) return most + 1;
    before = row;
    row = next;
  }
  return Math.min(row[b.length] ?? most + 1, most + 1);
}

/** Which letters occur, one bit each: words that differ in many letters need no closer look. */
function letters(word: string): number {
  let bits = 0;
  for (let i = 0; i < word.length; i += 1) bits |= 1 << (word.charCodeAt(i) % 31);
  return bits;
}

function bitsIn(value: number): number {
  let count = 0;
  for (let rest = value; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

/** Words to find by what somebody typed. */
export class SpellingIndex {
  private readonly byLength = new Map<number, { word: string; letters: number }[]>();
  private readonly known = new Set<string>();

  constructor(words: Iterable<string>) {
    for (const word of words) {
      if (this.known.has(word)) continue;
      this.known.add(word);
      const list = this.byLength.get(word.length) ?? [];
      list.push({ word, letters: letters(word) });
      this.byLength.set(word.length, list);
    }
  }

  has(word: string): boolean {
    return this.known.has(word);
  }

  /** The words that are nearest, all with the same number of mistakes; none when even the nearest has too many. */
  nearest(typed: string, most = allowedMistakes(typed.length)): readonly string[] {
    if (this.known.has(typed)) return [typed];
    if (most === 0 || typed.length > 40) return [];
    const bits = letters(typed);
    let best = most;
    let found: string[] = [];
    for (let length = typed.length - most; length <= typed.length + most; length += 1)
      for (const entry of this.byLength.get(length) ?? []) {
        if (bitsIn(entry.letters ^ bits) > 2 * best) continue;
        const mistakes = mistakesBetween(typed, entry.word, best);
        if (mistakes > best) continue;
        if (mistakes < best) found = [];
        best = mistakes;
        found.push(entry.word);
      }
    return found;
  }
}
