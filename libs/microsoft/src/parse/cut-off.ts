import { BYTE, skipBlanks } from './scan';

/** How far a text follows the grammar of JSON: to its end, to its end but within a string, or only to some wrong character. */
export type Ending = 'cut' | 'cut_in_string' | 'damaged';

type Expected = 'value' | 'value_or_close' | 'key' | 'key_or_close' | 'colon' | 'comma_or_close';

/** Typed wide, because the scan goes through all states. */
const VALUE: Expected = 'value';

const SCALARS = ['true', 'false', 'null'];
const NUMBER = /^-?(?:0|[1-9]\d*)?(?:\.\d*)?(?:[eE][+-]?\d*)?$/;
const MAX_SCALAR = 400;

/** The position after a string, 'cut' when the text ends within it, 'damaged' when it holds a control character. */
function passString(bytes: Buffer, at: number): number | 'cut' | 'damaged' {
  for (let position = at + 1; position < bytes.length; position += 1) {
    const byte = bytes[position] ?? 0;
    if (byte === BYTE.QUOTE) return position + 1;
    if (byte < 0x20) return 'damaged';
    if (byte === 0x5c) position += 1;
  }
  return 'cut';
}

/** The position after a number or literal; -1 for anything else. At the end of the text its beginning is enough. */
function passScalar(bytes: Buffer, at: number): number {
  let end = at;
  while (end < bytes.length && end - at < MAX_SCALAR && /[\w.+-]/.test(String.fromCharCode(bytes[end] ?? 0))) end += 1;
  const word = bytes.toString('latin1', at, end);
  if (word === '') return -1;
  const known = end >= bytes.length ? SCALARS.some((scalar) => scalar.startsWith(word)) : SCALARS.includes(word);
  return known || NUMBER.test(word) ? end : -1;
}

/** Whether the value that starts at `from` only ends too early or is damaged. The value is known not to be complete. */
export function endingOf(bytes: Buffer, from: number): Ending {
  const open: number[] = [];
  let expected: Expected = VALUE;
  let at = skipBlanks(bytes, from);
  while (at < bytes.length) {
    const byte = bytes[at];
    const inObject = open.at(-1) === BYTE.OPEN_OBJECT;
    if (byte === BYTE.QUOTE && expected !== 'colon' && expected !== 'comma_or_close') {
      const end = passString(bytes, at);
      if (end === 'cut') return 'cut_in_string';
      if (end === 'damaged') return 'damaged';
      expected = expected === 'key' || expected === 'key_or_close' ? 'colon' : 'comma_or_close';
      at = end;
    } else if (byte === 0x3a && expected === 'colon') {
      expected = 'value';
      at += 1;
    } else if (byte === BYTE.COMMA && expected === 'comma_or_close' && open.length > 0) {
      expected = inObject ? 'key' : 'value';
      at += 1;
    } else if ((byte === BYTE.OPEN_OBJECT || byte === BYTE.OPEN_LIST) && (expected === 'value' || expected === 'value_or_close')) {
      open.push(byte);
      expected = byte === BYTE.OPEN_OBJECT ? 'key_or_close' : 'value_or_close';
      at += 1;
    } else if (closes(byte, inObject, expected) && open.length > 0) {
      open.pop();
      expected = 'comma_or_close';
      at += 1;
    } else if (expected === 'value' || expected === 'value_or_close') {
      at = passScalar(bytes, at);
      if (at < 0) return 'damaged';
      expected = 'comma_or_close';
    } else return 'damaged';
    at = skipBlanks(bytes, at);
  }
  return 'cut';
}

function closes(byte: number | undefined, inObject: boolean, expected: Expected): boolean {
  if (expected !== 'comma_or_close' && expected !== (inObject ? 'key_or_close' : 'value_or_close')) return false;
  return byte === (inObject ? BYTE.CLOSE_OBJECT : BYTE.CLOSE_LIST);
}
