import { DomainError } from '@aoc/contracts';
import { createGunzip } from 'node:zlib';
import { through } from './through';

/** A packed file may grow by this factor; audit records pack by 10 to 40. */
const MAX_RATIO = 200;
/** Below this many bytes the ratio says nothing. */
const RATIO_FROM = 16 * 1024 * 1024;

const isGzip = (head: Buffer): boolean => head[0] === 0x1f && head[1] === 0x8b;

/** Counts of an import while it runs. */
export interface ByteCount {
  /** As sent. */
  packed: number;
  /** After unpacking. */
  bytes: number;
}

async function* counted(chunks: AsyncIterable<Buffer>, add: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    add(chunk.length);
    yield chunk;
  }
}

const tooLarge = (detail: string): DomainError => new DomainError('payload_too_large', detail);

/** The first chunk of at least `size` bytes (less when there are no more), and all chunks including it. */
export async function peek(chunks: AsyncIterable<Buffer>, size: number): Promise<{ head: Buffer; all: AsyncGenerator<Buffer> }> {
  const iterator = chunks[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  let done = false;
  while (head.length < size && !done) {
    const next = await iterator.next();
    if (next.done) done = true;
    else head = Buffer.concat([head, next.value]);
  }
  async function* all(): AsyncGenerator<Buffer> {
    if (head.length > 0) yield head;
    if (!done) for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  }
  return { head, all: all() };
}

/**
 * The bytes of a file, unpacked when it is gzip. Fails as soon as it grows beyond `maxBytes` or unpacks to an absurd size.
 * @throws DomainError payload_too_large, bad_request for broken gzip
 */
export async function* unpack(chunks: AsyncIterable<Buffer>, maxBytes: number, count: ByteCount): AsyncGenerator<Buffer> {
  const { head, all } = await peek(
    counted(chunks, (n) => (count.packed += n)),
    2,
  );
  const packed = isGzip(head);
  const plain: AsyncIterable<Buffer> = packed ? through(all, createGunzip()) : all;
  try {
    for await (const chunk of plain) {
      count.bytes += chunk.length;
      if (count.bytes > maxBytes)
        throw tooLarge(
          `The file is larger than ${maxBytes} bytes${packed ? ' after unpacking' : ''}. Split it, or raise IMPORT_MAX_BYTES.`,
        );
      if (packed && count.bytes > RATIO_FROM && count.bytes > count.packed * MAX_RATIO)
        throw tooLarge(
          `The file unpacks to more than ${MAX_RATIO} times its size, which no audit log does. Unpack it first and import that.`,
        );
      yield chunk;
    }
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
    if (code.startsWith('Z_'))
      throw new DomainError(
        'bad_request',
        'The file is not sound gzip: it is damaged or cut off. Import a sound copy: what was stored before that place is recognised.',
        {
          cause: error,
        },
      );
    throw error;
  }
}
