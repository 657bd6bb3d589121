const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const COMMA = 0x2c;

/** Bytes of JSON's structure; all of them are ASCII, so that UTF-8 text can be scanned without decoding it. */
export const BYTE = { QUOTE, BACKSLASH, OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST, COMMA } as const;

export const isBlank = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** The first position from `at` on that holds no blank; the length of the text if there is none. */
export function skipBlanks(bytes: Buffer, at: number): number {
  let position = at;
  while (position < bytes.length && isBlank(bytes[position])) position += 1;
  return position;
}

/** The last position up to `at` that holds no blank; -1 if there is none. */
export function skipBlanksBack(bytes: Buffer, at: number): number {
  let position = at;
  while (position >= 0 && isBlank(bytes[position])) position -= 1;
  return position;
}

/** The position after the string that opens at `at`; -1 when the text ends first. */
function endOfString(bytes: Buffer, at: number): number {
  for (let position = at + 1; position < bytes.length; position += 1) {
    const byte = bytes[position];
    if (byte === BACKSLASH) position += 1;
    else if (byte === QUOTE) return position + 1;
  }
  return -1;
}

/** The position after the object or list that opens at `at`, counting brackets outside strings; -1 when the text ends first. */
function endOfContainer(bytes: Buffer, at: number): number {
  let depth = 0;
  for (let position = at; position < bytes.length; position += 1) {
    const byte = bytes[position];
    if (byte === QUOTE) {
      const end = endOfString(bytes, position);
      if (end < 0) return -1;
      position = end - 1;
    } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth += 1;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
      depth -= 1;
      if (depth === 0) return position + 1;
    }
  }
  return -1;
}

/** The position after the value that starts at `at` (not a blank); -1 when the text ends first. Does not check the value. */
export function endOfValue(bytes: Buffer, at: number): number {
  const first = bytes[at];
  if (first === OPEN_OBJECT || first === OPEN_LIST) return endOfContainer(bytes, at);
  if (first === QUOTE) return endOfString(bytes, at);
  let position = at;
  while (position < bytes.length) {
    const byte = bytes[position];
    if (byte === COMMA || byte === CLOSE_LIST || byte === CLOSE_OBJECT || isBlank(byte)) break;
    position += 1;
  }
  return position < bytes.length ? position : -1;
}

/** Starts of objects after a comma, from `from` on, whatever they stand in: the places where a record may begin. */
export function* candidates(bytes: Buffer, from: number): Generator<number> {
  for (let at = bytes.indexOf(OPEN_OBJECT, from); at >= 0; at = bytes.indexOf(OPEN_OBJECT, at + 1)) {
    const inside = bytes[skipBlanks(bytes, at + 1)];
    if (inside !== QUOTE && inside !== CLOSE_OBJECT) continue;
    if (bytes[skipBlanksBack(bytes, at - 1)] === COMMA) yield at;
  }
}
