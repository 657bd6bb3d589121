import type { RejectionReason } from '@aoc/contracts';

/** One record of a file, or what could not be read as one. `position` is for people: `line 12`, `row 3`, `element 5`. */
export type ImportItem =
  | { position: string; record: unknown }
  | { position: string; reason: RejectionReason; detail: string; text: string };

/** Text of a record; anything longer is refused, so that one endless line cannot fill the memory. */
export const MAX_RECORD_BYTES = 4 * 1024 * 1024;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** Bytes of one JSON text as an item. */
export function itemOf(position: string, bytes: Buffer): ImportItem {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return { position, reason: 'not_json', detail: 'not valid UTF-8', text: bytes.toString('utf8') };
  }
  return itemOfText(position, text);
}

export function itemOfText(position: string, text: string): ImportItem {
  try {
    return { position, record: JSON.parse(text) };
  } catch (error) {
    return { position, reason: 'not_json', detail: error instanceof Error ? error.message.slice(0, 200) : 'not JSON', text };
  }
}

export const tooLong = (position: string, bytes: Buffer): ImportItem => ({
  position,
  reason: 'too_large',
  detail: `longer than ${MAX_RECORD_BYTES} bytes`,
  text: bytes.subarray(0, 65_536).toString('utf8'),
});
