import { deserialize, serialize, type Document } from 'bson';

/** One top-level element of a BSON document, as a range of its bytes; nothing is decoded. */
export interface BsonElement {
  type: number;
  name: string;
  /** Offset of the type byte. */
  start: number;
  /** Offset of the value, after the name. */
  value: number;
  /** Offset after the value. */
  end: number;
}

/** A document or message that does not follow the BSON specification (bsonspec.org). */
export class MalformedBson extends Error {
  override name = 'MalformedBson';
}

const fixedSizes: Partial<Record<number, number>> = {
  0x01: 8,
  0x06: 0,
  0x07: 12,
  0x08: 1,
  0x09: 8,
  0x0a: 0,
  0x10: 4,
  0x11: 8,
  0x12: 8,
  0x13: 16,
  0x7f: 0,
  0xff: 0,
};

/** Length of the document that starts at `offset`; throws MalformedBson when it does not fit or is not closed by a zero byte. */
export function documentLength(bytes: Buffer, offset = 0): number {
  const length = offset + 4 <= bytes.length ? bytes.readInt32LE(offset) : 0;
  if (length < 5 || offset + length > bytes.length || bytes[offset + length - 1] !== 0)
    throw new MalformedBson(`invalid document length ${length}`);
  return length;
}

/** The top-level elements of the document, in order. */
export function elementsOf(bytes: Buffer): BsonElement[] {
  const last = documentLength(bytes) - 1;
  const found: BsonElement[] = [];
  let offset = 4;
  while (offset < last) {
    const nameEnd = bytes.indexOf(0, offset + 1);
    if (nameEnd < 0 || nameEnd >= last) throw new MalformedBson('unterminated element name');
    const type = bytes[offset] ?? 0;
    const value = nameEnd + 1;
    const end = value + valueLength(bytes, type, value);
    if (end > last) throw new MalformedBson('element exceeds its document');
    found.push({ type, name: bytes.toString('utf8', offset + 1, nameEnd), start: offset, value, end });
    offset = end;
  }
  return found;
}

function valueLength(bytes: Buffer, type: number, value: number): number {
  const fixed = fixedSizes[type];
  if (fixed !== undefined) return fixed;
  if (value + 4 > bytes.length) throw new MalformedBson('truncated element');
  switch (type) {
    case 0x03:
    case 0x04:
      return documentLength(bytes, value);
    case 0x02:
    case 0x0d:
    case 0x0e:
      return 4 + positive(bytes.readInt32LE(value));
    case 0x05:
      return 5 + positive(bytes.readInt32LE(value));
    case 0x0b: {
      const patternEnd = bytes.indexOf(0, value);
      const end = patternEnd < 0 ? -1 : bytes.indexOf(0, patternEnd + 1);
      if (end < 0) throw new MalformedBson('unterminated regular expression');
      return end + 1 - value;
    }
    case 0x0c:
      return 4 + positive(bytes.readInt32LE(value)) + 12;
    case 0x0f:
      return positive(bytes.readInt32LE(value));
    default:
      throw new MalformedBson(`unknown element type 0x${type.toString(16)}`);
  }
}

function positive(length: number): number {
  if (length < 0) throw new MalformedBson('negative length');
  return length;
}

/** The same document without the named top-level fields; all other bytes are kept as they came. */
export function withoutFields(bytes: Buffer, elements: BsonElement[], drop: (name: string) => boolean): Buffer {
  const kept = elements.filter(({ name }) => !drop(name));
  if (kept.length === elements.length) return bytes;
  return joinElements(kept.map(({ start, end }) => bytes.subarray(start, end)));
}

/** The same document with the fields of `extra` appended. */
export function withFields(bytes: Buffer, extra: Document): Buffer {
  const more = Buffer.from(serialize(extra));
  return joinElements([bytes.subarray(4, bytes.length - 1), more.subarray(4, more.length - 1)]);
}

/** The bytes of one element. */
export const elementBytes = (type: number, name: string, value: Buffer): Buffer =>
  Buffer.concat([Buffer.from([type]), Buffer.from(`${name}\0`), value]);

/** The document of these elements. */
export function joinElements(parts: readonly Buffer[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 5);
  const head = Buffer.alloc(4);
  head.writeInt32LE(length);
  return Buffer.concat([head, ...parts, Buffer.alloc(1)], length);
}

/** Decode one element alone, with the types that JavaScript has. */
export function decodeElement(bytes: Buffer, element: BsonElement): unknown {
  const document = deserialize(joinElements([bytes.subarray(element.start, element.end)]), { useBigInt64: true });
  const value: unknown = document[element.name];
  return value;
}

/** Cut a run of documents, as in a kind-1 section, into single documents. */
export function splitSequence(bytes: Buffer): Buffer[] {
  const documents: Buffer[] = [];
  for (let offset = 0; offset < bytes.length;) {
    const length = documentLength(bytes, offset);
    documents.push(bytes.subarray(offset, offset + length));
    offset += length;
  }
  return documents;
}
