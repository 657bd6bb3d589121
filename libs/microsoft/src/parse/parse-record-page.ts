import { isUtf8 } from 'node:buffer';
import type { BrokenRecord } from '../record-page';
import { salvage } from './salvage';

/** A record that could not be read, with its place in the text. */
export interface BrokenText extends BrokenRecord {
  /** Bytes from the start of the text. */
  offset: number;
}

/** What a page holds. */
export interface PageContent {
  /** Sound records, in the order of the text; JSON values of any kind. */
  records: unknown[];
  broken: BrokenRecord[];
  /** `@odata.nextLink` of a Graph page. */
  nextLink: string | undefined;
  /** True when the text ended before the list of records did, so that records may be missing after the last one. */
  truncated: boolean;
  /** Why nothing could be read: the text holds no list of records. */
  wholeBroken?: string;
}

/** What the text of a page holds. */
export interface RecordPageText extends PageContent {
  broken: BrokenText[];
}

const whole = (reason: string): RecordPageText => ({ records: [], broken: [], nextLink: undefined, truncated: false, wholeBroken: reason });

export function fromValue(value: unknown, key: string): RecordPageText {
  if (Array.isArray(value)) return { records: value, broken: [], nextLink: undefined, truncated: false };
  if (typeof value !== 'object' || value === null) return whole('the text is no list of records');
  const members = new Map<string, unknown>(Object.entries(value));
  const records = members.get(key);
  if (!Array.isArray(records)) return whole(`the text is an object without a list "${key}"`);
  const link = members.get('@odata.nextLink');
  return { records, broken: [], nextLink: typeof link === 'string' ? link : undefined, truncated: false };
}

export const withoutMark = (bytes: Buffer): Buffer =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;

/**
 * Read a page: a bare array of records (content blob), or an object with the list `key` and perhaps `@odata.nextLink` (Graph).
 * Never throws. Sound text takes JSON.parse's way. Otherwise a malformed or wrongly encoded record loses only itself and goes to
 * `broken` with its text (at most 64 kB) and place; a text that ends early gives its complete records and `truncated`.
 */
export function parseRecordPage(text: string | Buffer, key = 'value'): RecordPageText {
  const bytes = withoutMark(typeof text === 'string' ? Buffer.from(text, 'utf8') : text);
  if (isUtf8(bytes)) {
    try {
      return fromValue(JSON.parse(bytes.toString('utf8')), key);
    } catch {
      // Damaged: read it element by element.
    }
  }
  return salvage(bytes, key) ?? whole('the text holds no list of records');
}
