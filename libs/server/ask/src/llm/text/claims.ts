/** A number of a text with the words around it that say what it counts. */
export interface Claim {
  value: number;
  /** As it stands in the text, for the message. */
  said: string;
  /** Stems of the words right after the number: what is counted. */
  counted: ReadonlySet<string>;
  /** Stems of what follows these: by whom, where. */
  qualified: ReadonlySet<string>;
  /** The sentence speaks of a part only, of particular events, or of about so many. */
  partial: boolean;
}

const WORDS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
const NUMBER = new RegExp(
  `(?<![\\w.,:/+#$€-])(\\d{1,3}(?:[,\\u202f\\u00a0]\\d{3})+|\\d{1,12}|${WORDS.join('|')})(?![\\w:/%-]|[.,]\\d)((?:\\s+\\p{L}(?:[\\p{L}\\p{N}'’@._-]*[\\p{L}\\p{N}])?){1,10})`,
  'giu',
);
/** Parts of a text whose numbers count nothing: code, quotations, dates, times, addresses, lengths of time, percentages, ranks. */
const NO_COUNTS =
  /`[^`\n]*`|"[^"\n]*"|“[^”\n]*”|\b\d{4}-\d\d-\d\d(?:T[\d:.]+Z?)?|\b\d{1,2}:\d\d(?::\d\d)?|\b\d{1,3}(?:\.\d{1,3}){3}\b|\b\d+(?:[.,]\d+)?\s*(?:%|percent)|\b(?:last|past|next|first|top|previous|within|every)\s+(?:\d+|[a-z]+(?=\s+(?:days?|hours?|minutes?|weeks?|months?)))|\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)[\s-]+(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b|\b\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?:\s+\d{4})?|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}(?:st|nd|rd|th)?(?:,?\s+\d{4})?|\b(?:error|code|status|event|record|number|no\.|version|step|rule|id|port|line|page)s?\s+#?\d+/gi;
const PARTIAL =
  /\b(?:about|around|approximately|roughly|nearly|almost|over|more than|less than|fewer than|at least|at most|up to|of (?:the|these|those|them|which)|these|those|sample|shown|above|below|each|every|per|another|other|further|remaining|both|first|then|later|again|monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|yesterday|january|february|march|april|june|july|august|september|october|november|december|except|besides|if|whether|could|would|might)\b|\[\d+\]|\b\d{4}-\d\d-\d\d|\b\d{1,2}:\d\d/i;
const PREPOSITION = new Set([
  'by',
  'from',
  'in',
  'on',
  'at',
  'for',
  'with',
  'to',
  'of',
  'against',
  'within',
  'under',
  'through',
  'via',
  'between',
  'during',
  'across',
]);
const ENDS = new Set([
  'and',
  'or',
  'but',
  'was',
  'were',
  'is',
  'are',
  'have',
  'has',
  'had',
  'that',
  'which',
  'who',
  'while',
  'did',
  'do',
  'than',
  'as',
  'be',
  'been',
  'match',
  'matched',
  'occurred',
  'happened',
  'recorded',
  'found',
  'made',
  'took',
]);
const EMPTY_WORDS = new Set([
  'the',
  'a',
  'an',
  'all',
  'such',
  'different',
  'distinct',
  'total',
  'matching',
  'matched',
  'number',
  'stored',
  'audit',
  'log',
  'in',
  'period',
  'this',
  'overall',
  'whole',
  'asked',
  'time',
  'count',
]);
/** Words for an entry of the log that mean the same. */
const SAME: Readonly<Record<string, string>> = {
  record: 'event',
  entry: 'event',
  entries: 'event',
  result: 'event',
  hit: 'event',
  failed: 'fail',
  failure: 'fail',
  failing: 'fail',
  unsuccessful: 'fail',
  person: 'people',
  user: 'people',
  actor: 'people',
  administrator: 'people',
  admin: 'people',
};

function stem(word: string): string {
  const plain = word.toLowerCase().replace(/['’]s?$/, '');
  const single = plain.replace(/ies$/, 'y').replace(/(?<=[a-z]{3})s$/, '');
  return SAME[plain] ?? SAME[single] ?? single;
}

/** Stems of the words of a label or phrase that carry meaning. */
export const stems = (words: string): Set<string> =>
  new Set(
    (words.match(/[\p{L}\p{N}](?:[\p{L}\p{N}'’@._-]*[\p{L}\p{N}])?/gu) ?? [])
      .filter((word) => !EMPTY_WORDS.has(word.toLowerCase()) && !PREPOSITION.has(word.toLowerCase()))
      .map(stem),
  );

function split(words: readonly string[]): { counted: string[]; qualified: string[] } {
  const ended = words.findIndex((word) => ENDS.has(word.toLowerCase()));
  const phrase = ended === -1 ? words : words.slice(0, ended);
  const at = phrase.findIndex((word) => PREPOSITION.has(word.toLowerCase()));
  const counted = at === -1 ? phrase : phrase.slice(0, at);
  return {
    counted: counted.slice(0, 4),
    qualified: at === -1 ? [] : phrase.slice(at).filter((word) => !PREPOSITION.has(word.toLowerCase())),
  };
}

const valueOf = (text: string): number => {
  const word = WORDS.indexOf(text.toLowerCase());
  return word === -1 ? Number(text.replace(/[^\d]/g, '')) : word;
};

/** What a text says about how many there are of something. */
export function claimsOf(text: string): Claim[] {
  const sentences = text.split(/(?<=[.!?;:])\s+|\n+/);
  return sentences.flatMap((sentence) => {
    const partial = PARTIAL.test(sentence);
    const counts = sentence
      .replace(/[*_~]{1,3}/g, '')
      .replace(/^\s*(?:[-+]|\d+[.)])\s+/, '')
      .replace(NO_COUNTS, ' , ');
    return [...counts.matchAll(NUMBER)].map(([, digits = '', after = '']): Claim => {
      const { counted, qualified } = split(after.trim().split(/\s+/));
      return {
        value: valueOf(digits),
        said: `${digits} ${counted.join(' ')}`.trim(),
        counted: stems(counted.join(' ')),
        qualified: stems(qualified.join(' ')),
        partial: partial || /\b(?:of|than)\s*$/i.test(counts.slice(0, counts.indexOf(digits))),
      };
    });
  });
}
