import { errors, Agent, request } from 'undici';
import type { OpenChannel } from '../channels/load-channel';
import { assertUrlAllowed, guardedLookup, RefusedAddress } from '../guard/guarded-lookup';
import type { Notifications } from '../notifications';
import { parseRetryAfter } from './backoff';
import { failed, quoted, type SendOutcome } from './send-outcome';
import { certificateTrouble } from './trust';

/** Bytes of an answer that are read: enough for the part that is kept. */
const READ_BYTES = 2048;
const RETRIED = new Set([408, 429]);

export interface HttpMessage {
  url: string;
  headers: Record<string, string>;
  body: string;
}

interface Readable extends AsyncIterable<Uint8Array> {
  destroy(): unknown;
}
/** The beginning of an answer. Leaving the loop ends the connection, so that a large or endless answer costs nothing. */
async function beginningOf(stream: Readable): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= READ_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, READ_BYTES).toString('utf8');
}

/** Basic authentication from user and password of an address, which are not part of the request itself. */
function authorization({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

function reasonOf(error: unknown, expired: boolean): SendOutcome {
  const refused = [error, error instanceof Error ? error.cause : null].find((one) => one instanceof RefusedAddress);
  if (refused) return failed(refused.message, false);
  if (
    expired ||
    error instanceof errors.HeadersTimeoutError ||
    error instanceof errors.ConnectTimeoutError ||
    error instanceof errors.BodyTimeoutError
  )
    return failed('no answer in time', true);
  // Only the code: messages of the network stack quote addresses.
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown cause';
  return failed(certificateTrouble(code, 'the receiver') ?? `the connection failed (${code})`, true);
}

function outcomeOf(status: number, answer: string, retryAfterMs: number): SendOutcome {
  if (status >= 200 && status < 300) return { ok: true, detail: `answered ${status}` };
  const words = answer === '' ? '' : `: ${answer}`;
  if (status >= 300 && status < 400) return failed(`answered ${status}; redirects are not followed`, false);
  const retry = status >= 500 || RETRIED.has(status);
  return failed(`answered ${status}${words}`, retry, retry ? retryAfterMs : 0);
}

/**
 * One POST to the receiver of a channel, within the time limit, to an address that may be reached, without following redirects.
 * @throws the reason of the signal when the process stops
 */
export async function sendHttp(
  n: Notifications,
  open: OpenChannel,
  message: HttpMessage,
  now: Date,
  signal: AbortSignal,
): Promise<SendOutcome> {
  const target = new URL(message.url);
  const deadline = AbortSignal.timeout(n.sendMs);
  const connect = {
    timeout: n.sendMs,
    ca: n.authorities,
    ...(open.trusted ? {} : { lookup: guardedLookup(target, n.allowed, n.resolve) }),
  };
  // An agent for each message: a connection is never used for an address that was checked for another.
  const agent = new Agent({ connect, headersTimeout: n.sendMs, bodyTimeout: n.sendMs, pipelining: 0, allowH2: false });
  try {
    if (!open.trusted) assertUrlAllowed(target, n.allowed);
    const { statusCode, headers, body } = await request(`${target.origin}${target.pathname}${target.search}`, {
      method: 'POST',
      headers: { ...message.headers, ...authorization(target) },
      body: message.body,
      dispatcher: agent,
      signal: AbortSignal.any([signal, deadline]),
    });
    const wait = parseRetryAfter([headers['retry-after']].flat()[0], now);
    // The status has come: what is wrong with the rest of the answer changes nothing.
    const answer = await beginningOf(body).catch(() => '');
    return outcomeOf(statusCode, quoted(answer, [open.url, open.secret]), wait);
  } catch (error) {
    signal.throwIfAborted();
    return reasonOf(error, deadline.aborted);
  } finally {
    await agent.destroy();
  }
}
