import type { CallInfo } from '../client-types';
import type { MicrosoftApi } from '../endpoints';
import { MicrosoftError } from '../microsoft-error';
import { failedResponse } from './failed-response';
import type { Http, HttpResponse, LargeReader } from './http';
import { linkSignals } from './link-signals';
import { withRetries, type RetryPolicy } from './retry';
import { createTokenSource, type Exchange, type TenantToken, type TokenSourceOptions } from './tokens';

/** One call of an API with everything that belongs to it: token, retries, throttling. */
export interface ApiCall<T> {
  api: MicrosoftApi;
  method?: 'GET' | 'POST' | undefined;
  /** Complete URL, or one made from the tenant's id. Must be on the API's origin: the token is sent there. */
  url: string | ((tenantId: string) => string);
  body?: string | undefined;
  followedLink?: boolean | undefined;
  permission?: string | undefined;
  signal?: AbortSignal | undefined;
  /** Makes the result of a 2xx answer; a MicrosoftError of kind `malformed` asks for another try. */
  read: (response: HttpResponse) => T;
  /** The same for a 2xx answer that is too large to be held; without it such an answer is refused. */
  readLarge?: LargeReader<T> | undefined;
}

export type Caller = <T>(call: ApiCall<T>) => Promise<T>;

export interface CallerOptions extends Omit<TokenSourceOptions, 'exchange'> {
  http: Http;
  policy: RetryPolicy;
  onCall?: ((info: CallInfo) => void) | undefined;
  /** Ends every call. */
  signal?: AbortSignal | undefined;
}

/** Rejects as soon as the signal is aborted, for work that is shared with others and goes on without this caller. */
async function untilAborted<T>(begin: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return begin();
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([begin(), promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

export function createCaller(options: CallerOptions): Caller {
  const { http, policy, clock, onCall } = options;

  /** Sends one request and reports it. */
  const exchange: Exchange = async (request, judge, readLarge) => {
    const started = performance.now();
    let status = 0;
    const report = (kind?: CallInfo['kind']): void =>
      onCall?.({ api: request.service, status, durationMs: performance.now() - started, kind });
    try {
      const response = await http.send(request, readLarge);
      status = response.status;
      const result = 'large' in response ? response.large : judge(response);
      report();
      return result;
    } catch (error) {
      if (error instanceof MicrosoftError) report(error.kind);
      throw error;
    }
  };

  const tokens = createTokenSource({ ...options, exchange });

  const send = <T>(call: ApiCall<T>, token: TenantToken): Promise<T> => {
    const url = typeof call.url === 'string' ? call.url : call.url(token.tenantId);
    const headers = { authorization: `Bearer ${token.value}`, accept: 'application/json', 'user-agent': 'AdminOperationsCenter' };
    const request = {
      service: call.api,
      method: call.method ?? ('GET' as const),
      url,
      headers: call.body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
      body: call.body,
      signal: call.signal,
    };
    const judge = (response: HttpResponse): T => {
      if (response.status >= 200 && response.status < 300) return call.read(response);
      const { api: service, followedLink, permission } = call;
      throw failedResponse(response, { service, followedLink, permission, now: clock.now() });
    };
    return exchange(request, judge, call.readLarge);
  };

  const attempt = async <T>(call: ApiCall<T>): Promise<T> => {
    const token = await untilAborted(() => tokens.get(call.api), call.signal);
    try {
      return await send(call, token);
    } catch (error) {
      if (!(error instanceof MicrosoftError)) throw error;
      // A token carries the permissions of the moment it was made: after consent only a new one has them.
      if (error.kind === 'missing_consent' || error.kind === 'bad_credentials') tokens.reject(call.api, token);
      if (error.kind !== 'bad_credentials') throw error;
      return send(call, await untilAborted(() => tokens.get(call.api), call.signal));
    }
  };

  let tenantId: string | undefined;
  return async (call) => {
    const linked = linkSignals([http.closed, options.signal, call.signal]);
    const { signal } = linked;
    try {
      signal.throwIfAborted();
      tenantId ??= (await options.credentials()).tenantId;
      return await withRetries(policy, `${tenantId}:${call.api}`, () => attempt({ ...call, signal }), signal);
    } finally {
      linked.dispose();
    }
  };
}
