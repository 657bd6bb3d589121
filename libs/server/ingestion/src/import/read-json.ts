import { itemOf, MAX_RECORD_BYTES, tooLong, type ImportItem } from './import-item';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const ARRAY = 0x5b;
const isOpening = (byte: number): boolean => byte === ARRAY || byte === 0x7b;
const isClosing = (byte: number): boolean => byte === 0x5d || byte === 0x7d;
const isBetween = (byte: number): boolean => byte === COMMA || byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;

/** Where the records stand: in the first array of each document, or one after the other without any array. */
export type JsonLayout = 'array' | 'sequence';

/**
 * Cuts JSON into its records as the bytes pass by; it follows nothing but depth and strings. Documents may follow one another: captures
 * of event hubs hold one `{"records": […]}` for each message.
 */
class RecordScanner {
  private depth = 0;
  /** Depth at which records begin; null until the array has opened. */
  private base: number | null;
  private inString = false;
  private escaped = false;
  private parts: Buffer[] = [];
  private length = 0;
  private inRecord = false;
  /** The document's records are over; what else it holds is passed by. */
  private ended = false;
  private lists = 0;
  private count = 0;
  /** Values between the records that are no records. */
  strays = false;

  constructor(layout: JsonLayout) {
    this.base = layout === 'sequence' ? 0 : null;
  }

  *push(chunk: Buffer): Generator<ImportItem> {
    let start = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const was = this.inRecord;
      this.step(chunk[at] ?? 0);
      if (!was && this.inRecord) start = at;
      if (was && !this.inRecord) yield this.take(chunk.subarray(start, at + 1));
      if (!this.inRecord) start = at + 1;
    }
    if (this.inRecord) this.keep(chunk.subarray(start));
  }
  /** What the end of the file cut off. */
  *finish(): Generator<ImportItem> {
    if (this.inRecord) {
      const text = Buffer.concat(this.parts).toString('utf8');
      yield { position: `element ${this.count + 1}`, reason: 'not_json', detail: 'the file ends in the middle of this record', text };
    } else if (this.base !== 0 && this.isCut()) {
      yield { position: 'end of file', reason: 'not_json', detail: 'the file ends before its list does', text: '' };
    }
    if (this.strays)
      yield { position: 'file', reason: 'not_an_object', detail: 'between the records stand values that are no records', text: '' };
  }

  private step(byte: number): void {
    if (this.inString) {
      if (this.escaped) this.escaped = false;
      else if (byte === BACKSLASH) this.escaped = true;
      else if (byte === QUOTE) this.inString = false;
      return;
    }
    if (isOpening(byte)) {
      if (this.depth === this.base && !this.ended) this.inRecord = true;
      this.depth += 1;
      if (this.base === null && !this.ended && byte === ARRAY) this.base = this.depth;
      return;
    }
    if (isClosing(byte)) {
      this.close();
      return;
    }
    if (byte === QUOTE) this.inString = true;
    if (this.depth === this.base && !isBetween(byte)) this.strays = true;
  }
  private close(): void {
    if (this.depth === 0) {
      this.strays = true;
      return;
    }
    this.depth -= 1;
    if (this.depth === this.base) this.inRecord = false;
    else if (this.base !== null && this.depth < this.base) {
      this.base = null;
      this.lists += 1;
      this.ended = this.depth > 0;
    } else if (this.depth === 0 && this.base === null) {
      if (!this.ended) this.strays = true;
      this.ended = false;
    }
  }
  /** Whether the bytes ended before a list did, or without any. */
  private isCut(): boolean {
    return this.base !== null || this.lists === 0 || (this.depth > 0 && !this.ended);
  }
  private keep(piece: Buffer): void {
    // Beyond the limit only the length counts: what was kept is enough for the report.
    if (this.length <= MAX_RECORD_BYTES) this.parts.push(piece);
    this.length += piece.length;
  }
  private take(last: Buffer): ImportItem {
    this.keep(last);
    this.count += 1;
    const position = `element ${this.count}`;
    const bytes = Buffer.concat(this.parts);
    const long = this.length > MAX_RECORD_BYTES;
    this.parts = [];
    this.length = 0;
    return long ? tooLong(position, bytes) : itemOf(position, bytes);
  }
}

/** Records of a JSON document. Memory holds one record at a time. */
export async function* readJson(chunks: AsyncIterable<Buffer>, layout: JsonLayout): AsyncGenerator<ImportItem> {
  const scanner = new RecordScanner(layout);
  for await (const chunk of chunks) yield* scanner.push(chunk);
  yield* scanner.finish();
}
