import { type Element, Elements, isBounded } from './elements';
import { endsPage, isTail, listStart, nextLinkIn } from './list-bounds';
import type { BrokenText, RecordPageText } from './parse-record-page';
import { Likeness, Resynchroniser } from './resynchronise';
import { endingOf } from './cut-off';
import { BYTE, skipBlanks, skipBlanksBack } from './scan';

const MAX_TEXT = 65_536;
const MAX_BROKEN = 10_000;

class Salvage {
  readonly records: unknown[] = [];
  readonly broken: BrokenText[] = [];
  private readonly likeness = new Likeness();

  private readonly resynchroniser: Resynchroniser;

  constructor(private readonly elements: Elements) {
    this.resynchroniser = new Resynchroniser(elements, this.likeness);
  }

  private get bytes(): Buffer {
    return this.elements.bytes;
  }

  private accept(value: unknown): void {
    this.records.push(value);
    this.likeness.learn(value);
  }

  private lose(from: number, to: number, detail: string): void {
    if (this.broken.length >= MAX_BROKEN) return;
    const text = this.bytes.toString('utf8', from, Math.min(to, from + MAX_TEXT));
    this.broken.push({ index: this.records.length + this.broken.length, offset: from, reason: 'not_json', detail, text });
  }

  /** Read the elements from `start` on; the position after the list, or -1 when its end is missing. */
  run(start: number): number {
    let at = skipBlanks(this.bytes, start);
    if (this.bytes[at] === BYTE.CLOSE_LIST && (endsPage(this.bytes, at, this.elements.inObject) || this.resynchroniser.next(at) < 0))
      return at + 1;
    for (;;) {
      const element = this.elements.at(at);
      if (this.goesOn(at, element)) {
        if (element.error === undefined) this.accept(element.value);
        else this.lose(at, element.end, element.error);
        if (element.next === 'page_end') return element.nextAt;
        at = element.nextAt;
        continue;
      }
      const next = at >= this.bytes.length ? -1 : this.resynchroniser.next(at);
      if (next < 0) return this.last(at);
      this.lose(at, this.textEnd(next), element.error ?? 'followed by something else than the next record');
      at = next;
    }
  }

  /**
   * Whether the element can be taken and the next one follows. Records are objects: anything else on a damaged page is believed
   * only if all that follows is sound, because a stray quote makes a string of the gap between two records.
   */
  private goesOn(at: number, element: Element): boolean {
    if (!isBounded(element) || (element.next !== 'element' && element.next !== 'page_end')) return false;
    return this.bytes[at] === BYTE.OPEN_OBJECT || this.resynchroniser.outcome(at) === 'page';
  }

  /** Before the comma that precedes the record at `next`. */
  private textEnd(next: number): number {
    return skipBlanksBack(this.bytes, skipBlanksBack(this.bytes, next - 1) - 1) + 1;
  }

  /** The element at `at`, which no other record follows: sound and cut off behind, cut off within, or damaged. */
  private last(at: number): number {
    if (at >= this.bytes.length) return -1;
    const element = this.elements.at(at);
    const sound = element.error === undefined && element.next !== 'other';
    if (sound) this.accept(element.value);
    else if (isCutOff(this.bytes, at)) return -1;
    if (sound) return element.next === 'list_end' ? element.nextAt : -1;
    const close = this.closing(at);
    this.lose(at, close, element.error ?? 'followed by something else than the next record');
    return Math.min(close + 1, this.bytes.length);
  }

  /** Where the list closes after a damaged last record: its `]` is the last one of the text. */
  private closing(at: number): number {
    const close = this.bytes.lastIndexOf(BYTE.CLOSE_LIST);
    return close > at ? close : this.bytes.length;
  }
}

/** The end of a page: a record, the list, and in a Graph page the object with what follows the list. */
const CLOSES_PAGE = /\}\s*\](?:\s*(?:,[^[\]{}]{0,1500})?\})?\s*$/;

/**
 * Whether the value at `at` ends too early rather than being damaged. A string that a stray quote left open runs to the end of
 * the text as well: there the text still closes its record and its list.
 */
function isCutOff(bytes: Buffer, at: number): boolean {
  const ending = endingOf(bytes, at);
  if (ending !== 'cut_in_string') return ending === 'cut';
  return !CLOSES_PAGE.test(bytes.toString('latin1', Math.max(at, bytes.length - 2000)));
}

/** Read a damaged page element by element; undefined when it holds no list of records. */
export function salvage(bytes: Buffer, key: string): RecordPageText | undefined {
  const start = listStart(bytes, key);
  if (!start) return undefined;
  const found = new Salvage(new Elements(bytes, start.inObject));
  const end = found.run(start.at);
  const before = start.inObject ? nextLinkIn(bytes.toString('utf8', 0, start.at)) : undefined;
  const after = start.inObject && end >= 0 ? nextLinkIn(bytes.toString('utf8', Math.max(end, bytes.length - 65_536))) : undefined;
  const nextLink = before ?? after;
  // A damaged end of a Graph page may have held the link to the next one: without it nobody knows what is missing.
  const unsure = start.inObject && nextLink === undefined && end >= 0 && !isTail(bytes, skipBlanks(bytes, end));
  return { records: found.records, broken: found.broken, nextLink, truncated: end < 0 || unsure };
}
