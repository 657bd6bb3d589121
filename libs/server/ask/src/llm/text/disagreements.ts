import { claimsOf, stems, type Claim } from './claims';

export interface Counted {
  label: string;
  value: number;
}

interface Known extends Counted {
  words: ReadonlySet<string>;
}

const MOST = 5;
const GENERIC = new Set(['event']);
const isEvery = (words: ReadonlySet<string>, of: ReadonlySet<string>): boolean => [...words].every((word) => of.has(word));
const same = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => a.size === b.size && isEvery(a, b);
/** Without "event", where something else is left: failed events are failures. */
function specific(words: ReadonlySet<string>): ReadonlySet<string> {
  const left = new Set([...words].filter((word) => !GENERIC.has(word)));
  return left.size > 0 ? left : words;
}

/** Whether the number is right for something narrower, which the sentence names in a way that is not understood. */
const isKnownPart = (claim: Claim, known: readonly Known[]): boolean =>
  known.some(({ value, words }) => value === claim.value && isEvery(claim.counted, words));

/** The counts that a claim speaks of: those of its very words, or of everybody and everything that it is narrowed to. */
function meantBy(claim: Claim, known: readonly Known[]): readonly Known[] {
  if (claim.counted.size === 0) return [];
  if (claim.qualified.size === 0) return known.filter(({ words }) => same(specific(words), specific(claim.counted)));
  const all = specific(new Set([...claim.counted, ...claim.qualified]));
  return known.filter(({ words }) => same(specific(words), all));
}

/**
 * Where an answer contradicts what the database counted, in plain words. Made to be silent in doubt: only a number that stands before the
 * same words as a count is compared; a smaller one only in a sentence that does not speak of a part, because a part is smaller.
 */
export function disagreementsIn(text: string, counts: readonly Counted[]): string[] {
  const known = counts.map((count): Known => ({ ...count, words: stems(count.label) })).filter(({ words }) => words.size > 0);
  const found = claimsOf(text).flatMap((claim) => {
    const meant = meantBy(claim, known);
    const [first] = meant;
    if (first === undefined || isKnownPart(claim, known)) return [];
    const largest = Math.max(...meant.map(({ value }) => value));
    if (claim.value < largest && claim.partial) return [];
    return [`The language model says "${claim.said}"; the database counted ${first.value} (${first.label}).`];
  });
  return [...new Set(found)].slice(0, MOST);
}
