import { BODY_TOO_LARGE } from '../error-codes';
import { MicrosoftError, type MicrosoftService } from '../microsoft-error';

export interface ByteStream extends AsyncIterable<Uint8Array> {
  destroy(): unknown;
}

export function bodyTooLarge(service: MicrosoftService, limit: number): MicrosoftError {
  return new MicrosoftError('malformed', { service, detail: `the answer is larger than ${limit} bytes`, code: BODY_TOO_LARGE });
}

/** The beginning of a body; `rest` is there when more follows. */
export interface BodyStart {
  chunks: Buffer[];
  rest: AsyncIterator<Uint8Array> | undefined;
}

const asBuffer = (chunk: Uint8Array): Buffer => Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);

/** Reads until the body ends or is longer than `limit`. */
export async function readStart(stream: ByteStream, limit: number): Promise<BodyStart> {
  const iterator = stream[Symbol.asyncIterator]();
  const chunks: Buffer[] = [];
  for (let length = 0; length <= limit;) {
    const next = await iterator.next();
    if (next.done) return { chunks, rest: undefined };
    length += next.value.length;
    chunks.push(asBuffer(next.value));
  }
  return { chunks, rest: iterator };
}

/** All chunks of a body of which the beginning has been read, up to `limit` bytes; the beginning is let go of as it is given. */
export async function* goOn(
  service: MicrosoftService,
  { chunks, rest }: BodyStart,
  limit: number,
): AsyncGenerator<Buffer, void, undefined> {
  let length = 0;
  for (;;) {
    const early = chunks.shift();
    const next = early ? { done: false, value: early } : await rest?.next();
    if (!next || next.done) return;
    length += next.value.length;
    if (length > limit) throw bodyTooLarge(service, limit);
    yield asBuffer(next.value);
  }
}
