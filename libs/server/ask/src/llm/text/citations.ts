/** `[1]`, `[1, 2]`, `[1-3]`, `[#1]`, `[^1]`, `[event 1]` and the same in CJK brackets. */
const CITATION = /[ \t]?[[【]\s*(?:events?\s+)?[#^]?(\d{1,6}(?:\s*[,;–-]\s*[#^]?\d{1,6})*)\s*[\]】]/gi;
const WIDEST_RANGE = 50;

export interface CheckedCitations {
  text: string;
  /** Numbers of events, each once, in the order of the text. */
  cited: number[];
  /** Numbers that name no event, taken out. */
  removed: number;
}

/** Numbers of `1, 3-5`; a range that is none or too wide is its two ends. */
function numbersOf(list: string): number[] {
  return list.split(/[,;]/).flatMap((part) => {
    const [from = NaN, to = from, ...rest] = part.split(/[–-]/).map((text) => Number(text.replace(/[#^]/, '').trim()));
    if (rest.length > 0 || to < from || to - from >= WIDEST_RANGE) return [...new Set([from, to, ...rest])];
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
}

/** Leaves citations that name an event of `known`, each as `[n]`, and takes all others out. */
export function checkCitations(text: string, known: ReadonlySet<number>): CheckedCitations {
  const cited = new Set<number>();
  let removed = 0;
  const checked = text.replace(CITATION, (whole: string, list: string) => {
    const numbers = numbersOf(list);
    const good = numbers.filter((number) => known.has(number));
    removed += numbers.length - good.length;
    for (const number of good) cited.add(number);
    const space = good.length > 0 && /^[ \t]/.test(whole) ? ' ' : '';
    return `${space}${good.map((number) => `[${number}]`).join('')}`;
  });
  return { text: checked, cited: [...cited], removed };
}
