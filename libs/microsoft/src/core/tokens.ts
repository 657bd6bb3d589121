import { z } from 'zod';
import type { MicrosoftApi, MicrosoftEndpoints, TenantCredentials } from '../endpoints';
import { MicrosoftError } from '../microsoft-error';
import { ASSERTION_TYPE, clientAssertion } from './client-assertion';
import { failedResponse } from './failed-response';
import type { HttpRequest, HttpResponse, LargeReader } from './http';

/** A token and whose it is. `tenantId` comes with it because a rotated configuration may name another tenant. */
export interface TenantToken {
  tenantId: string;
  value: string;
}

interface CachedToken extends TenantToken {
  obtainedAt: number;
  /** Local time (ms) from which a new one is asked for. */
  renewAt: number;
}

export interface TokenSource {
  /** A token that is still good, or a new one; one request at a time for each API. */
  get(api: MicrosoftApi): Promise<TenantToken>;
  /** The API refused this token: it is not used again. A newer one that another job has obtained stays. */
  reject(api: MicrosoftApi, token: TenantToken): void;
}

/** Sends a request; `judge` makes the result, or throws for an answer that is not what was asked for. */
export type Exchange = <T>(request: HttpRequest, judge: (response: HttpResponse) => T, readLarge?: LargeReader<T>) => Promise<T>;

export interface TokenSourceOptions {
  endpoints: MicrosoftEndpoints;
  credentials: () => Promise<TenantCredentials> | TenantCredentials;
  clock: { now(): Date };
  exchange: Exchange;
}

const answerSchema = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });
/** Renewal begins this long before the end, or at 90 % of a short life: requests under way must not outlive their token. */
const MARGIN_MS = 300_000;

const withoutSlash = (url: string): string => url.replace(/\/+$/, '');

/**
 * Client credentials flow of the v2.0 endpoint. The life of a token is counted from our own clock before the request was sent
 * (`expires_in` is a duration), so that a difference between their clock and ours cannot prolong it.
 */
export function createTokenSource(options: TokenSourceOptions): TokenSource {
  const cached = new Map<MicrosoftApi, CachedToken>();
  const pending = new Map<MicrosoftApi, Promise<CachedToken>>();
  const isGood = (token: CachedToken, now: number): boolean => now < token.renewAt && now >= token.obtainedAt;

  const renew = (api: MicrosoftApi): Promise<CachedToken> => {
    const running = pending.get(api);
    if (running) return running;
    const started = requestToken(options, api)
      .then((token) => {
        cached.set(api, token);
        return token;
      })
      .finally(() => pending.delete(api));
    pending.set(api, started);
    return started;
  };

  return {
    get: async (api) => {
      const token = cached.get(api);
      return token && isGood(token, options.clock.now().getTime()) ? token : renew(api);
    },
    reject: (api, token) => {
      if (cached.get(api)?.value === token.value) cached.delete(api);
    },
  };
}

async function proofOf(credentials: TenantCredentials, url: string, now: Date): Promise<Record<string, string>> {
  if ('clientSecret' in credentials) return { client_secret: credentials.clientSecret };
  return { client_assertion_type: ASSERTION_TYPE, client_assertion: await clientAssertion(credentials, url, now) };
}

async function requestToken(options: TokenSourceOptions, api: MicrosoftApi): Promise<CachedToken> {
  const credentials = await options.credentials();
  const { tenantId, clientId } = credentials;
  const resource = withoutSlash(api === 'graph' ? options.endpoints.graphUrl : options.endpoints.managementUrl);
  const url = `${withoutSlash(options.endpoints.loginUrl)}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`;
  const now = options.clock.now();
  const proof = await proofOf(credentials, url, now);
  const form = { grant_type: 'client_credentials', client_id: clientId, ...proof, scope: `${resource}/.default` };
  const request = {
    service: 'login' as const,
    method: 'POST' as const,
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams(form).toString(),
  };
  const { access_token: value, expires_in: life } = await options.exchange(request, (response) => readAnswer(response, now));
  const obtainedAt = now.getTime();
  return { tenantId, value, obtainedAt, renewAt: obtainedAt + life * 1000 - Math.min(MARGIN_MS, life * 100) };
}

function readAnswer(response: HttpResponse, now: Date): z.output<typeof answerSchema> {
  if (response.status !== 200) throw failedResponse(response, { service: 'login', now });
  const answer = answerSchema.safeParse(parse(response.body));
  if (answer.success) return answer.data;
  throw new MicrosoftError('malformed', { service: 'login', detail: 'the answer holds no token', status: response.status });
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
