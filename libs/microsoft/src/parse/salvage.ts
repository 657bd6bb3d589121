import { Elements, isBounded } from './elements';
import { listStart, nextLinkIn } from './list-bounds';
import type { BrokenText, RecordPageText } from './parse-record-page';
import { Likeness, nextRecord } from './resynchronise';
import { BYTE, skipBlanks, skipBlanksBack } from './scan';

const MAX_TEXT = 65_536;
const MAX_BROKEN = 10_000;

class Salvage {
  readonly records: unknown[] = [];
  readonly broken: BrokenText[] = [];
  private readonly likeness = new Likeness();

  constructor(private readonly elements: Elements) {}

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
    if (this.bytes[at] === BYTE.CLOSE_LIST) return at + 1;
    for (;;) {
      const element = this.elements.at(at);
      const goesOn = isBounded(element) && (element.next === 'element' || element.next === 'page_end');
      if (goesOn) {
        if (element.error === undefined) this.accept(element.value);
        else this.lose(at, element.end, element.error);
        if (element.next === 'page_end') return element.nextAt;
        at = element.nextAt;
        continue;
      }
      const next = at >= this.bytes.length ? -1 : nextRecord(this.elements, at + 1, this.likeness);
      if (next < 0) return this.last(at);
      this.lose(at, this.textEnd(next), element.error ?? 'followed by something else than the next record');
      at = next;
    }
  }

  /** Before the comma that precedes the record at `next`. */
  private textEnd(next: number): number {
    return skipBlanksBack(this.bytes, skipBlanksBack(this.bytes, next - 1) - 1) + 1;
  }

  /** The element at `at`, which no other record follows: sound and cut off behind, cut off within, or damaged. */
  private last(at: number): number {
    if (at >= this.bytes.length) return -1;
    const element = this.elements.at(at);
    if (element.error === undefined) {
      this.accept(element.value);
      return element.next === 'list_end' ? element.nextAt : -1;
    }
    const rest = this.bytes.toString('utf8', at);
    if (isCutOff(rest)) return -1;
    this.lose(at, this.closing(at), element.error);
    return this.bytes.length;
  }

  /** Where the list closes after a damaged last record: its `]` is the last one of the text. */
  private closing(at: number): number {
    const close = this.bytes.lastIndexOf(BYTE.CLOSE_LIST);
    return close > at ? close : this.bytes.length;
  }
}

/**
 * Whether a value simply ends too early, rather than being damaged: JSON.parse then complains of nothing but the end. A string
 * left open by a stray quote complains likewise; there the text still closes its object and list.
 */
function isCutOff(rest: string): boolean {
  try {
    JSON.parse(rest);
    return false;
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    if (/^Unterminated string|^Bad control|^Bad escaped|^Bad Unicode/.test(message)) return !/\}\s*\](?:\s*\}|\s*,[^[\]{}]*\})?\s*$/.test(rest.slice(-2000));
    return /end of JSON input|after JSON at position \d+.*$/.test(message) && !/\}\s*\]\s*$/.test(rest.slice(-200));
  }
}

/** Read a damaged page element by element; undefined when it holds no list of records. */
export function salvage(bytes: Buffer, key: string): RecordPageText | undefined {
  const start = listStart(bytes, key);
  if (!start) return undefined;
  const found = new Salvage(new Elements(bytes, start.inObject));
  const end = found.run(start.at);
  const before = start.inObject ? nextLinkIn(bytes.toString('utf8', 0, start.at)) : undefined;
  const after = start.inObject && end >= 0 ? nextLinkIn(bytes.toString('utf8', Math.max(end, bytes.length - 65_536))) : undefined;
  return { records: found.records, broken: found.broken, nextLink: before ?? after, truncated: end < 0 };
}
