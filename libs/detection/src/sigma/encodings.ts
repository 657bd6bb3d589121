/** The bytes of a text as base64, without regard to where they stand in a longer text. */
export const base64Of = (bytes: Buffer): string => bytes.toString('base64');

/** How many characters of the base64 at the start, and at the end by the length, depend on what stands around. */
const START = [0, 2, 3];
const END = [0, 3, 2];

/** The three forms that bytes take inside a longer base64 text, by their offset modulo three; only what is sure at every place. */
export function base64Offsets(bytes: Buffer): string[] {
  return [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset, 0x20), bytes]).toString('base64');
    const cut = END[(bytes.length + offset) % 3] ?? 0;
    return encoded.slice(START[offset], encoded.length - cut);
  });
}

export type Wide = 'utf16le' | 'utf16be' | 'utf16';

/** Text as UTF-16 bytes: little endian, big endian, or little endian after a byte order mark. */
export function wideBytes(text: string, wide: Wide): Buffer {
  const little = Buffer.from(text, 'utf16le');
  if (wide === 'utf16le') return little;
  return wide === 'utf16be' ? Buffer.from(little).swap16() : Buffer.concat([Buffer.from([0xff, 0xfe]), little]);
}

const DASHES = ['-', '/', '\u2013', '\u2014', '\u2015'];

/** A command line with the dash before its options in every form that Windows programs take. */
export function dashVariants(text: string): string[] {
  return [...new Set(DASHES.map((dash) => text.replace(/(^|\s)[-/](?=[^\s-])/g, `$1${dash}`)))];
}
