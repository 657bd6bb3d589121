import { itemOf, MAX_RECORD_BYTES, tooLong, type ImportItem } from './import-item';

const NEWLINE = 0x0a;
const isBlank = (bytes: Buffer): boolean => bytes.every((b) => b === 0x20 || b === 0x09 || b === 0x0d);

/** Records of newline-delimited JSON; blank lines are passed over, a line that is too long is one rejected item. */
export async function* readLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<ImportItem> {
  let parts: Buffer[] = [];
  let length = 0;
  let number = 1;
  const take = (): ImportItem | null => {
    const position = `line ${number}`;
    const line = Buffer.concat(parts);
    const long = length > MAX_RECORD_BYTES;
    parts = [];
    length = 0;
    if (long) return tooLong(position, line);
    return isBlank(line) ? null : itemOf(position, line);
  };
  const keep = (piece: Buffer): void => {
    // Beyond the limit only the length counts: what was kept is enough for the report.
    if (length <= MAX_RECORD_BYTES) parts.push(piece);
    length += piece.length;
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, start)) {
      keep(chunk.subarray(start, at));
      const item = take();
      if (item) yield item;
      number += 1;
      start = at + 1;
    }
    if (start < chunk.length) keep(chunk.subarray(start));
  }
  const last = take();
  if (last) yield last;
}
