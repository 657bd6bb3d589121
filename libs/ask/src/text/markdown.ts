/** Characters that nobody sees, or that turn the direction of what follows. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]+/gu;
const PUNCTUATION = /[\\`*_[\]<>&~|$]/g;
/** What begins a heading, list, quotation or rule when it begins a line. */
const BEGINNING = /^(?:[#+\-=]|\d{1,9}(?=[.)]))/;
/** Words that a reader of Markdown may turn into a link by themselves. */
const ADDRESS = /:\/\/|@|www\.|(?:mailto|xmpp|data|javascript|vbscript):/i;
/** A word without the quotation marks and brackets around it. */
const WITHIN = /^([("'“]*)([^([]*?)([)"'”.,;:!?]*)$/u;
const MOST = 300;

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').replace(UNSEEN, '').trim();

function clipped(text: string, most: number): string {
  const line = oneLine(text.slice(0, 4 * most));
  return line.length > most ? `${line.slice(0, most - 1).toWellFormed()}…` : line;
}

/** Text of a log as code in Markdown: shown as it is, on one line, at most `most` characters of it. Nothing in it can be followed or run. */
export function code(text: string, most = MOST): string {
  const line = clipped(text, most);
  if (line === '') return '(empty)';
  const fence = '`'.repeat(Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length)) + 1);
  const room = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${room}${line}${room}${fence}`;
}

const escaped = (text: string): string => text.replace(PUNCTUATION, '\\$&');

function harmless(word: string): string {
  if (!ADDRESS.test(word)) return escaped(word);
  const [, before = '', address = word, after = ''] = WITHIN.exec(word) ?? [];
  return `${escaped(before)}${code(address)}${escaped(after)}`;
}

/**
 * Text of a log inside a sentence of Markdown: its punctuation means nothing, and words that look like an address become code, so that
 * a name can make no link, image or HTML, whichever flavour of Markdown reads it.
 */
export const plain = (text: string, most = MOST): string =>
  clipped(text, most)
    .split(' ')
    .map(harmless)
    .join(' ')
    .replace(BEGINNING, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`));

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${last}` : last;
}

/** `1 event`, `1,234 events`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** `2026-03-01 08:00:00 UTC`. */
export const instant = (time: Date): string => `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
