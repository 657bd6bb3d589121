import { Agent, errors, request } from 'undici';
import { linkSignals } from './link-signals';
import { MicrosoftError, type MicrosoftService } from '../microsoft-error';

export interface HttpRequest {
  service: MicrosoftService;
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** A complete response; `headers` in lower case, the first value of repeated ones. Bytes as received: the parser judges the encoding. */
export interface HttpResponse {
  status: number;
  headers: Record<string, string | undefined>;
  body: Buffer;
}

export interface HttpOptions {
  requestTimeoutMs: number;
  bodyTimeoutMs: number;
  maxBodyBytes: number;
}

export interface Http {
  /** Throws MicrosoftError (network, timeout, malformed with code BodyTooLarge), or the reason of an aborted signal. */
  send(request: HttpRequest): Promise<HttpResponse>;
  /** Aborts when the connections are closed. */
  closed: AbortSignal;
  close(): Promise<void>;
}

export const BODY_TOO_LARGE = 'BodyTooLarge';
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
  const send = async (input: HttpRequest): Promise<HttpResponse> => {
    const deadlineMs = options.requestTimeoutMs * 2 + options.bodyTimeoutMs * BODY_DEADLINE_FACTOR;
    const linked = linkSignals([closing.signal, input.signal], deadlineMs);
    try {
      const { service, url, signal: _signal, ...rest } = input;
      const response = await request(url, { ...rest, body: input.body ?? null, dispatcher: agent, signal: linked.signal });
      const headers = flatten(response.headers);
      return { status: response.statusCode, headers, body: await readBounded(service, response.body, options.maxBodyBytes) };
    } catch (error) {
      linked.throwIfAborted();
      throw asMicrosoftError(input.service, error, linked.expired());
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

interface ByteStream extends AsyncIterable<Uint8Array> {
  destroy(): unknown;
}

async function readBounded(service: MicrosoftService, stream: ByteStream, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop early destroys the stream, and with it the connection, so that nothing more is received.
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > limit)
      throw new MicrosoftError('malformed', { service, detail: `the answer is larger than ${limit} bytes`, code: BODY_TOO_LARGE });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
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
