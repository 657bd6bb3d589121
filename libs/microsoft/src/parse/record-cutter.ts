import { isUtf8 } from 'node:buffer';
import { BrokenRecords } from './broken-records';
import { endingOf } from './cut-off';
import { listStart, nextLinkIn, soundListStart, type ListStart } from './list-bounds';
import { fromValue, withoutMark, type PageContent } from './parse-record-page';
import { salvage } from './salvage';
import { BYTE, skipBlanks } from './scan';
import { ValueEnd } from './value-end';

/** A record above this is not read: only its beginning is kept, and its length counted. Far above what can be stored as an event. */
const MAX_RECORD_BYTES = 4 * 1024 * 1024;
const KEPT_OF_LARGE = 65_536;
/** What may stand before the list. */
const MAX_HEAD = 1024 * 1024;
/** Text behind the last sound place that is kept, to be read like a damaged page. */
const MAX_REST = 8 * 1024 * 1024;
const COMMA = Buffer.from(',');
const CLOSE = Buffer.from(']');

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(bytes: Buffer): { value: unknown; error?: string } {
  if (!isUtf8(bytes)) return { value: undefined, error: 'not valid UTF-8' };
  try {
    return { value: JSON.parse(bytes.toString('utf8')) };
  } catch (error) {
    return { value: undefined, error: error instanceof Error ? error.message.slice(0, 300) : 'not JSON' };
  }
}

/**
 * Cuts the records out of a page as its bytes come, without ever holding the page. Sound text gives what `parseRecordPage` gives.
 * An unreadable record costs only itself while the next one can be read; where even the bounds of records are lost, what follows
 * is read like a damaged page as far as it fits into {@link MAX_REST}, and the page counts as truncated beyond it.
 */
export class RecordCutter {
  /** Bytes of text of the records that {@link take} would give. */
  bytes = 0;
  /** Records taken away so far. */
  taken = 0;
  /** Nothing that comes can be used any more. */
  full = false;
  private records: unknown[] = [];
  private readonly broken = new BrokenRecords();
  private place: 'head' | 'before' | 'value' | 'after' | 'rest' = 'head';
  private head: Buffer = Buffer.alloc(0);
  private list: ListStart | undefined;
  private readonly end = new ValueEnd();
  /** The element that is being cut out; of a large one only the beginning. */
  private parts: Buffer[] = [];
  private length = 0;
  private large = false;
  private first = true;
  /** The element before the held one, when it could not be read. */
  private suspect: Buffer | undefined;
  /** An element that is believed once it is known what follows. */
  private held: Buffer | undefined;
  private readonly rest: Buffer[] = [];
  private restLength = 0;
  /** The list was seen to close: the rest should be what follows it. */
  private closed = false;

  constructor(private readonly key = 'value') {}

  get found(): number {
    return this.records.length;
  }

  /** Gives away the records found since the last time. */
  take(): unknown[] {
    const { records } = this;
    this.taken += records.length;
    this.records = [];
    this.bytes = 0;
    return records;
  }

  push(chunk: Buffer): void {
    const piece = this.place === 'head' ? this.open(Buffer.concat([this.head, chunk])) : chunk;
    for (let at = 0; at < piece.length && !this.full;) at = this.step(piece, at);
  }

  /** Looks for the list. @returns what follows its bracket; nothing while it has not come */
  private open(text: Buffer, ended = false): Buffer {
    const bytes = withoutMark(text);
    const late = ended || bytes.length > MAX_HEAD;
    this.list = soundListStart(bytes, this.key) ?? (late ? listStart(bytes, this.key) : undefined);
    this.head = this.list ? Buffer.from(bytes.subarray(0, this.list.at)) : text;
    this.full = late && !this.list;
    if (!this.list) return Buffer.alloc(0);
    this.place = 'before';
    return bytes.subarray(this.list.at);
  }

  private step(piece: Buffer, at: number): number {
    if (this.place === 'value') return this.within(piece, at);
    if (this.place === 'rest') return this.keepRest(piece.subarray(at), piece.length);
    const next = skipBlanks(piece, at);
    if (next >= piece.length) return next;
    return this.place === 'after' ? this.follow(piece, next) : this.start(piece, next);
  }

  private start(piece: Buffer, at: number): number {
    const byte = piece[at] ?? 0;
    if (byte === BYTE.CLOSE_LIST && this.first) return this.close(at);
    // A list that ends with a comma: an element is missing.
    if (byte === BYTE.CLOSE_LIST) this.keepRest(COMMA, at);
    if (byte === BYTE.CLOSE_LIST || byte === BYTE.CLOSE_OBJECT || byte === BYTE.COMMA) return this.lost(at);
    this.end.begin(byte);
    this.place = 'value';
    this.first = false;
    return this.within(piece, at);
  }

  private within(piece: Buffer, at: number): number {
    const end = this.end.find(piece, at);
    const next = end < 0 ? piece.length : end;
    this.keep(piece.subarray(at, next));
    if (end >= 0 && this.place === 'value') this.finishValue();
    return next;
  }

  private keep(part: Buffer): void {
    this.length += part.length;
    if (this.large) return;
    this.parts.push(part);
    if (this.length <= MAX_RECORD_BYTES) return;
    const bytes = Buffer.concat(this.parts);
    if (endingOf(bytes.subarray(0, MAX_RECORD_BYTES), 0) === 'damaged') {
      this.parts = [];
      this.lost(this.keepRest(bytes, 0));
      return;
    }
    this.large = true;
    this.parts = [Buffer.from(bytes.subarray(0, KEPT_OF_LARGE))];
  }

  private finishValue(): void {
    const bytes = this.parts.length === 1 && this.parts[0] ? this.parts[0] : Buffer.concat(this.parts);
    this.place = 'after';
    if (this.large) {
      this.giveUpSuspect();
      const detail = `${this.length} bytes; a record may have ${MAX_RECORD_BYTES}`;
      this.broken.add(this.index, { reason: 'too_large', detail, bytes });
    } else this.held = bytes;
    this.parts = [];
    this.length = 0;
    this.large = false;
  }

  /** What stands after an element says whether to believe it. */
  private follow(piece: Buffer, at: number): number {
    const byte = piece[at];
    if (byte === BYTE.CLOSE_LIST) return this.close(at);
    if (byte !== BYTE.COMMA || !this.believe()) return this.lost(at);
    this.place = 'before';
    return at + 1;
  }

  /** Takes the held element; an unreadable one is given up once the next one is a sound record, so that its bounds were right. */
  private believe(): boolean {
    const { held } = this;
    if (!held) return true;
    const { value, error } = parsed(held);
    if (this.suspect && (error !== undefined || !isObject(value))) return false;
    this.giveUpSuspect();
    if (error === undefined) {
      this.records.push(value);
      this.bytes += held.length;
    } else this.suspect = held;
    this.held = undefined;
    return true;
  }

  private giveUpSuspect(): void {
    if (this.suspect)
      this.broken.add(this.index, { reason: 'not_json', detail: parsed(this.suspect).error ?? 'not JSON', bytes: this.suspect });
    this.suspect = undefined;
  }

  private get index(): number {
    return this.taken + this.records.length + this.broken.list.length;
  }

  private close(at: number): number {
    this.closed = true;
    return this.lost(at + 1);
  }

  private lost(at: number): number {
    this.place = 'rest';
    return at;
  }

  private keepRest(part: Buffer, next: number): number {
    this.rest.push(part);
    this.restLength += part.length;
    this.full = this.restLength > MAX_REST;
    return next;
  }

  /** Ends the page. `records`: those that were not taken yet. */
  finish(): PageContent {
    if (this.place === 'head' && !this.full) {
      const piece = this.open(this.head, true);
      for (let at = 0; at < piece.length && !this.full;) at = this.step(piece, at);
    }
    if (!this.list) return { ...this.page(undefined, false), wholeBroken: 'the text holds no list of records' };
    return this.soundEnd() ?? this.damagedEnd(this.list);
  }

  private page(nextLink: string | undefined, truncated: boolean): PageContent {
    return { records: this.records, broken: this.broken.list, nextLink, truncated: truncated || this.broken.overflow };
  }

  private soundEnd(): PageContent | undefined {
    const tail = Buffer.concat(this.rest);
    if (!this.closed || this.full || !isUtf8(tail) || !isUtf8(this.head)) return undefined;
    try {
      const { nextLink } = fromValue(JSON.parse(`${this.head.toString('utf8')}]${tail.toString('utf8')}`), this.key);
      if (!this.believe()) return undefined;
      this.giveUpSuspect();
      return this.page(nextLink, false);
    } catch {
      return undefined;
    }
  }

  /** Text that has not been read: the elements not yet believed, and all behind them. */
  private unread(): Buffer[] {
    const { suspect, held } = this;
    const after = this.large ? [] : this.parts;
    const ending = [...after, ...(this.closed ? [CLOSE] : []), ...this.rest];
    if (held) return [...(suspect ? [suspect, COMMA] : []), held, ...ending];
    return suspect ? [suspect, ...(this.closed ? [] : [COMMA]), ...ending] : ending;
  }

  /** Reads what is left like a damaged page. */
  private damagedEnd({ inObject }: ListStart): PageContent {
    const opening = Buffer.from(inObject ? `{${JSON.stringify(this.key)}:[` : '[');
    const page = salvage(Buffer.concat([opening, ...this.unread()]), this.key);
    const base = this.index;
    this.records.push(...(page?.records ?? []));
    for (const broken of page?.broken ?? []) this.broken.append({ ...broken, index: base + broken.index });
    const nextLink = inObject ? (nextLinkIn(this.head.toString('utf8')) ?? page?.nextLink) : undefined;
    return this.page(nextLink, this.full || this.large || (page?.truncated ?? true));
  }
}
