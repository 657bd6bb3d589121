import { documentLength, MalformedBson } from './bson-bytes';

/** Operation codes of the MongoDB wire protocol that are served here. */
export const opCode = { reply: 1, query: 2004, message: 2013 } as const;

/** Bytes of the largest message that is accepted, as MongoDB itself announces it. */
export const maxMessageBytes = 48_000_000;
export const maxDocumentBytes = 16 * 1024 * 1024;
/** A document of the full 16 MB needs room for the command around it. */
const hardLimit = maxMessageBytes + 16 * 1024;

export interface Frame {
  requestId: number;
  opCode: number;
  body: Buffer;
}

/** One request: the command document, and kind-1 sections (name → documents, one after the other) when it has any. */
export interface Request {
  requestId: number;
  legacy: boolean;
  /** Legacy requests name their database in the collection field. */
  database: string | undefined;
  command: Buffer;
  sequences: Map<string, Buffer>;
  /** The sender wants no answer (unacknowledged write). */
  silent: boolean;
}

/** Collects the chunks of one connection and gives out whole messages; throws MalformedBson when the stream cannot be one. */
export class FrameReader {
  private chunks: Buffer[] = [];
  private buffered = 0;

  push(chunk: Buffer): Frame[] {
    this.chunks.push(chunk);
    this.buffered += chunk.length;
    const frames: Frame[] = [];
    for (let frame = this.next(); frame; frame = this.next()) frames.push(frame);
    return frames;
  }

  private next(): Frame | undefined {
    if (this.buffered < 16) return undefined;
    if ((this.chunks[0]?.length ?? 0) < 16) this.chunks = [Buffer.concat(this.chunks)];
    const length = this.chunks[0]?.readInt32LE(0) ?? 0;
    if (length < 16 || length > hardLimit) throw new MalformedBson(`invalid message length ${length}`);
    if (this.buffered < length) return undefined;
    const all = this.chunks.length === 1 && this.chunks[0] ? this.chunks[0] : Buffer.concat(this.chunks);
    this.chunks = all.length > length ? [all.subarray(length)] : [];
    this.buffered = all.length - length;
    return { requestId: all.readInt32LE(4), opCode: all.readInt32LE(12), body: all.subarray(16, length) };
  }
}

/** Read an OP_MSG or a legacy OP_QUERY; throws MalformedBson for anything else. */
export function parseRequest({ requestId, opCode: operation, body }: Frame): Request {
  if (operation === opCode.message) return parseMessage(requestId, body);
  if (operation === opCode.query) return parseLegacyQuery(requestId, body);
  throw new MalformedBson(`operation code ${operation} is not supported`);
}

const flag = { checksum: 1, moreToCome: 2 } as const;

function parseMessage(requestId: number, body: Buffer): Request {
  if (body.length < 5) throw new MalformedBson('message too short');
  const flags = body.readUInt32LE(0);
  if (flags & 0xfffc) throw new MalformedBson('unknown required flag');
  const end = flags & flag.checksum ? body.length - 4 : body.length;
  const sequences = new Map<string, Buffer>();
  let command: Buffer | undefined;
  for (let offset = 4; offset < end;) {
    const kind = body[offset++];
    if (kind === 0) {
      if (command) throw new MalformedBson('two command documents in one message');
      const length = documentLength(body, offset);
      command = body.subarray(offset, offset + length);
      offset += length;
    } else if (kind === 1) {
      const size = offset + 4 <= end ? body.readInt32LE(offset) : 0;
      const nameEnd = body.indexOf(0, offset + 4);
      if (size < 5 || offset + size > end || nameEnd < 0 || nameEnd >= offset + size) throw new MalformedBson('invalid document sequence');
      sequences.set(body.toString('utf8', offset + 4, nameEnd), body.subarray(nameEnd + 1, offset + size));
      offset += size;
    } else throw new MalformedBson(`unknown section kind ${kind}`);
  }
  if (!command) throw new MalformedBson('message without command document');
  return { requestId, legacy: false, database: undefined, command, sequences, silent: (flags & flag.moreToCome) !== 0 };
}

function parseLegacyQuery(requestId: number, body: Buffer): Request {
  const nameEnd = body.indexOf(0, 4);
  if (nameEnd < 0 || nameEnd + 9 > body.length) throw new MalformedBson('invalid legacy query');
  const [database] = body.toString('utf8', 4, nameEnd).split('.', 1);
  const start = nameEnd + 9;
  const command = body.subarray(start, start + documentLength(body, start));
  return { requestId, legacy: true, database, command, sequences: new Map(), silent: false };
}

/** Frame a reply document for `request`, in the form that the request came in. */
export function encodeReply(request: Pick<Request, 'requestId' | 'legacy'>, reply: Buffer): Buffer[] {
  const head = Buffer.alloc(request.legacy ? 36 : 21);
  head.writeInt32LE(head.length + reply.length, 0);
  head.writeInt32LE(request.requestId, 8);
  head.writeInt32LE(request.legacy ? opCode.reply : opCode.message, 12);
  if (request.legacy) head.writeInt32LE(1, 32);
  return [head, reply];
}

/** Frame a command; the tests' counterpart of `parseRequest`. */
export function encodeMessage(requestId: number, command: Buffer, sequences: Map<string, Buffer> = new Map()): Buffer {
  const sections = [Buffer.from([0]), command];
  for (const [name, documents] of sequences) {
    const label = Buffer.from(`${name}\0`);
    const head = Buffer.alloc(5, 1);
    head.writeInt32LE(4 + label.length + documents.length, 1);
    sections.push(head, label, documents);
  }
  const body = Buffer.concat(sections);
  const head = Buffer.alloc(20);
  head.writeInt32LE(20 + body.length, 0);
  head.writeInt32LE(requestId, 4);
  head.writeInt32LE(opCode.message, 12);
  return Buffer.concat([head, body]);
}
