import type { SendBatch } from './forward-siem';

const ANSWER_MS = 30_000;

/**
 * What a failed call says of itself, without the address: that may hold a secret. Looks at the fields only, because errors of `fetch`
 * are not always made by the `Error` of this module.
 */
function reasonOf(error: unknown): string {
  const { name, message, cause } = { name: '', message: 'unknown error', cause: undefined, ...fieldsOf(error) };
  if (name === 'TimeoutError') return 'no answer in time';
  if (cause === undefined) return name === 'TypeError' ? 'the connection failed' : message;
  const inner = fieldsOf(cause);
  return `the connection failed (${inner.code ?? inner.message ?? 'unknown cause'})`;
}

function fieldsOf(error: unknown): { name?: string; message?: string; code?: string; cause?: unknown } {
  if (typeof error !== 'object' || error === null) return {};
  const text = (name: string): string | undefined => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const cause: unknown = Reflect.get(error, 'cause');
  const fields = { name: text('name'), message: text('message'), code: text('code'), cause };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/**
 * One HTTP POST of NDJSON per batch; anything but a 2xx answer is a failure. User and password of the address become basic
 * authentication. Redirects are refused: they would carry events to a place that nobody configured.
 * @param answerMs longest wait for the answer
 */
export function siemSender(url: string, answerMs = ANSWER_MS): SendBatch {
  const target = new URL(url);
  const { username, password } = target;
  target.username = '';
  target.password = '';
  const basic = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64');
  const authorization = username === '' && password === '' ? {} : { authorization: `Basic ${basic}` };
  return async ({ id, tenantId, body, signal }) => {
    const headers = { 'content-type': 'application/x-ndjson', 'idempotency-key': id, 'x-aoc-tenant': tenantId, ...authorization };
    const limit = AbortSignal.any([signal, AbortSignal.timeout(answerMs)]);
    let response: Response;
    try {
      response = await fetch(target, { method: 'POST', headers, body, signal: limit, redirect: 'error' });
      await response.body?.cancel();
    } catch (error) {
      throw new Error(reasonOf(error), { cause: signal.aborted ? signal.reason : undefined });
    }
    if (!response.ok) throw new Error(`the receiver answered ${response.status}`);
  };
}
