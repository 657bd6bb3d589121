import { isUtf8 } from 'node:buffer';
import { endsPage } from './list-bounds';
import { BYTE, endOfValue, skipBlanks } from './scan';

/** What is found where an element of the list of records may start. */
export interface Element {
  /** position after the value; -1 when the text ends within it */
  end: number;
  value: unknown;
  /** undefined when the value is sound */
  error: string | undefined;
  /** what follows: another element, the end of the list of records, the end of another list, the end of the text, or something else */
  next: 'element' | 'page_end' | 'list_end' | 'text_end' | 'other';
  /** where the next element starts */
  nextAt: number;
}

const INVALID_UTF8 = 'not valid UTF-8';

const messageOf = (error: unknown): string => (error instanceof Error ? error.message.slice(0, 300) : 'not JSON');

/** Elements of a damaged text, each read once however often it is asked for; gives up after a bounded number of bytes. */
export class Elements {
  private readonly known = new Map<number, Element>();
  private budget: number;

  constructor(
    readonly bytes: Buffer,
    readonly inObject: boolean,
  ) {
    this.budget = bytes.length * 40 + 16_777_216;
  }

  /** True when so much has been tried that no further search is worth it: keeps the work linear in the length of the text. */
  get exhausted(): boolean {
    return this.budget <= 0;
  }

  at(start: number): Element {
    const known = this.known.get(start);
    if (known) return known;
    const element = this.read(start);
    this.known.set(start, element);
    return element;
  }

  private read(start: number): Element {
    const { bytes } = this;
    const end = endOfValue(bytes, start);
    this.budget -= ((end < 0 ? bytes.length : end) - start) * 2 + 64;
    if (end < 0 || end === start)
      return { end, value: undefined, error: 'no complete JSON value', next: end < 0 ? 'text_end' : 'other', nextAt: -1 };
    const slice = bytes.subarray(start, end);
    const follow = this.follow(end);
    try {
      const value: unknown = JSON.parse(slice.toString('utf8'));
      return { end, value, error: isUtf8(slice) ? undefined : INVALID_UTF8, ...follow };
    } catch (error) {
      return { end, value: undefined, error: messageOf(error), ...follow };
    }
  }

  private follow(end: number): Pick<Element, 'next' | 'nextAt'> {
    const { bytes } = this;
    const at = skipBlanks(bytes, end);
    if (at >= bytes.length) return { next: 'text_end', nextAt: -1 };
    if (bytes[at] === BYTE.COMMA) return { next: 'element', nextAt: skipBlanks(bytes, at + 1) };
    if (bytes[at] !== BYTE.CLOSE_LIST) return { next: 'other', nextAt: -1 };
    return { next: endsPage(bytes, at, this.inObject) ? 'page_end' : 'list_end', nextAt: at + 1 };
  }
}

/** Sound apart from its encoding: its bounds can be trusted. */
export const isBounded = (element: Element): boolean =>
  element.error === undefined || (element.error === INVALID_UTF8 && element.value !== undefined);
