import { BYTE, endOfValue, skipBlanks } from './scan';

/** Where the list of records begins in a damaged text. */
export interface ListStart {
  /** position after the `[` */
  at: number;
  /** whether the list is a member of an object, as in a Graph page */
  inObject: boolean;
}

/** The position of the `[` after `"key":` among the members of the object that opens the text; -1 when it cannot be followed so far. */
function memberList(bytes: Buffer, key: string): number {
  const name = Buffer.from(JSON.stringify(key));
  let at = skipBlanks(bytes, 0) + 1;
  for (;;) {
    at = skipBlanks(bytes, at);
    if (bytes[at] !== BYTE.QUOTE) return -1;
    const end = endOfValue(bytes, at);
    if (end < 0) return -1;
    const colon = skipBlanks(bytes, end);
    const value = skipBlanks(bytes, colon + 1);
    if (bytes.subarray(at, end).equals(name) && bytes[value] === BYTE.OPEN_LIST) return value;
    const next = endOfValue(bytes, value);
    if (next < 0) return -1;
    at = skipBlanks(bytes, next);
    if (bytes[at] !== BYTE.COMMA) return -1;
    at += 1;
  }
}

/** The list of records in the beginning of a sound text; undefined while it is not there yet. */
export function soundListStart(bytes: Buffer, key: string): ListStart | undefined {
  const first = skipBlanks(bytes, 0);
  if (bytes[first] === BYTE.OPEN_LIST) return { at: first + 1, inObject: false };
  const list = bytes[first] === BYTE.OPEN_OBJECT ? memberList(bytes, key) : -1;
  return list < 0 ? undefined : { at: list + 1, inObject: true };
}

/** Find the list of records: the text itself, or the member `key` of an object. Undefined when there is none. */
export function listStart(bytes: Buffer, key: string): ListStart | undefined {
  const sound = soundListStart(bytes, key);
  if (sound || bytes[skipBlanks(bytes, 0)] !== BYTE.OPEN_OBJECT) return sound;
  // What stands before the list is damaged itself: take the first place that looks like it.
  const name = JSON.stringify(key);
  for (let at = bytes.indexOf(name); at >= 0; at = bytes.indexOf(name, at + 1)) {
    const colon = skipBlanks(bytes, at + name.length);
    const value = skipBlanks(bytes, colon + 1);
    if (bytes[colon] === 0x3a && bytes[value] === BYTE.OPEN_LIST) return { at: value + 1, inObject: true };
  }
  return undefined;
}

/** Whether a list that closes at `at` (position of its `]`) is the list of records: nothing but the rest of the object may follow. */
export function endsPage(bytes: Buffer, at: number, inObject: boolean): boolean {
  const next = skipBlanks(bytes, at + 1);
  if (!inObject) return next >= bytes.length;
  return isTail(bytes, next);
}

/** Whether the text from `at` on is the rest of an object after one of its members. */
export function isTail(bytes: Buffer, at: number): boolean {
  if (bytes[at] !== BYTE.CLOSE_OBJECT && bytes[at] !== BYTE.COMMA) return false;
  if (bytes.length - at > MAX_TAIL) return false;
  try {
    JSON.parse(`{"":0${bytes.toString('utf8', at)}`);
    return true;
  } catch {
    return false;
  }
}

/** What may follow the records of a page: links and counts. */
const MAX_TAIL = 65_536;

const NEXT_LINK = /"@odata\.nextLink"\s*:\s*("(?:[^"\\]|\\.){1,16000}")/;

/** The link to the next page in what stands before or after the records. */
export function nextLinkIn(text: string): string | undefined {
  const literal = NEXT_LINK.exec(text)?.[1];
  if (literal === undefined) return undefined;
  try {
    const link: unknown = JSON.parse(literal);
    return typeof link === 'string' ? link : undefined;
  } catch {
    return undefined;
  }
}
