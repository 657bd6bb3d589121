import { Agent, errors, request } from 'undici';
import { bodyTooLarge, goOn, readStart, type BodyStart } from './body';
import type { LargeLane } from './large-lane';
import { linkSignals, type LinkedSignal } from './link-signals';
import { MicrosoftError, type MicrosoftService } from '../microsoft-error';

export interface HttpRequest {
  service: MicrosoftService;
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** `headers` in lower case, the first value of repeated ones. */
export interface ResponseHead {
  status: number;
  headers: Record<string, string | undefined>;
}

/** A complete response. Bytes as received: the parser judges the encoding. */
export interface HttpResponse extends ResponseHead {
  body: Buffer;
}

/** Reads a large answer from its first byte on. What it throws reaches the caller untouched. */
export type LargeReader<T> = (head: ResponseHead, chunks: AsyncIterable<Buffer>) => Promise<T>;

export interface HttpOptions {
  requestTimeoutMs: number;
  bodyTimeoutMs: number;
  /** Answers up to this are held in memory as a whole. */
  wholeBodyBytes: number;
  /** Answers above this are not read to their end. */
  maxBodyBytes: number;
  lane: LargeLane;
}

export interface Http {
  /**
   * Answers above `wholeBodyBytes` go to `readLarge` if it is given and the status is 2xx, one at a time. Others are held whole all
   * the same, up to a limit. Throws MicrosoftError (network, timeout, malformed with code BodyTooLarge), or the reason of an
   * aborted signal.
   */
  send<T>(request: HttpRequest, readLarge?: LargeReader<T>): Promise<HttpResponse | { status: number; large: T }>;
  /** Aborts when the connections are closed. */
  closed: AbortSignal;
  close(): Promise<void>;
}

/** Answers that nobody reads in parts (tokens, names, lists of blobs) may be this much larger than those held whole otherwise. */
const WHOLE_FACTOR = 4;
/** A body that trickles in without ever being silent is given up after this many body timeouts. */
const BODY_DEADLINE_FACTOR = 10;

/** One small connection pool for a tenant. Redirects are not followed: a token goes only where it was meant to go. */
export function createHttp(options: HttpOptions): Http {
  const closing = new AbortController();
  const agent = new Agent({
    connections: 4,
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: 10_000,
    connectTimeout: options.requestTimeoutMs,
    headersTimeout: options.requestTimeoutMs,
    bodyTimeout: options.bodyTimeoutMs,
  });
  const deadlineMs = options.requestTimeoutMs * 2 + options.bodyTimeoutMs * BODY_DEADLINE_FACTOR;
  const { wholeBodyBytes, maxBodyBytes, lane } = options;

  /** Sends once. `leave`: the right to read a large answer, if it is held already. @returns 'later' when it is needed and not free */
  const once = async <T>(input: HttpRequest, readLarge: LargeReader<T> | undefined, leave: (() => void) | undefined) => {
    const linked = linkSignals([closing.signal, input.signal], deadlineMs);
    const failed = (error: unknown): unknown => {
      linked.throwIfAborted();
      return asMicrosoftError(input.service, error, linked.expired());
    };
    let right = leave;
    let start: BodyStart | undefined;
    let head: ResponseHead;
    try {
      try {
        const { service, url, signal: _signal, ...rest } = input;
        const response = await request(url, { ...rest, body: input.body ?? null, dispatcher: agent, signal: linked.signal });
        head = { status: response.statusCode, headers: flatten(response.headers) };
        const inParts = readLarge !== undefined && head.status >= 200 && head.status < 300;
        const limit = Math.min(maxBodyBytes, inParts ? wholeBodyBytes : wholeBodyBytes * WHOLE_FACTOR);
        start = await readStart(response.body, limit);
        if (!start.rest) return { ...head, body: Buffer.concat(start.chunks) };
        // Of an answer that says what is wrong the beginning is enough.
        if (head.status >= 300) return { ...head, body: Buffer.concat(start.chunks) };
        const announced = Number(head.headers['content-length'] ?? 0);
        if (!inParts || announced > maxBodyBytes) throw bodyTooLarge(service, inParts ? maxBodyBytes : limit);
        right ??= lane.tryEnter();
        if (!right) return 'later' as const;
      } catch (error) {
        throw failed(error);
      }
      const chunks = inTime(goOn(input.service, start, maxBodyBytes), linked, failed);
      return { status: head.status, large: await readLarge(head, chunks) };
    } finally {
      // Nothing more is received of a body that was not read to its end: its connection is given up.
      await start?.rest?.return?.();
      if (right !== leave) right?.();
      linked.dispose();
    }
  };

  const send: Http['send'] = async (input, readLarge) => {
    const answer = await once(input, readLarge, undefined);
    if (answer !== 'later') return answer;
    // Asked for again when it is its turn, so that an answer that waits holds neither a connection nor memory.
    const linked = linkSignals([closing.signal, input.signal]);
    try {
      const leave = await lane.enter(linked.signal);
      try {
        const later = await once(input, readLarge, leave);
        if (later === 'later') throw new Error('the right to read a large answer was held');
        return later;
      } finally {
        leave();
      }
    } finally {
      linked.dispose();
    }
  };
  const close = async (): Promise<void> => {
    closing.abort(new DOMException('The client was closed.', 'AbortError'));
    await agent.destroy();
  };
  return { send, closed: closing.signal, close };
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), Array.isArray(value) ? value[0] : value]));
}

/** The same chunks; the time runs while one is waited for, not while the reader is busy with it. */
async function* inTime(chunks: AsyncIterable<Buffer>, linked: LinkedSignal, failed: (error: unknown) => unknown) {
  const iterator = chunks[Symbol.asyncIterator]();
  for (;;) {
    let next: IteratorResult<Buffer>;
    try {
      next = await iterator.next();
    } catch (error) {
      throw failed(error);
    }
    if (next.done) return;
    linked.pause();
    yield next.value;
    linked.restart();
  }
}

/** Only the code of the cause goes into the error: messages of the network stack can quote addresses and headers. */
function asMicrosoftError(service: MicrosoftService, error: unknown, expired: boolean): MicrosoftError {
  if (error instanceof MicrosoftError) return error;
  const code = typeof error === 'object' && error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (expired) return new MicrosoftError('timeout', { service, detail: 'the answer took too long altogether', code });
  if (error instanceof errors.HeadersTimeoutError || error instanceof errors.ConnectTimeoutError) {
    return new MicrosoftError('timeout', { service, detail: 'no answer in time', code });
  }
  if (error instanceof errors.BodyTimeoutError)
    return new MicrosoftError('timeout', { service, detail: 'the answer stopped half-way', code });
  if (error instanceof errors.InvalidArgumentError)
    return new MicrosoftError('bad_request', { service, detail: 'the request could not be built', code });
  return new MicrosoftError('network', { service, detail: 'the connection failed or was cut', code });
}
