import { allowList, assertUrlAllowed, guardedLookup, systemResolve, type Resolve } from '@aoc/server/notifications';
import type OpenAI from 'openai';
import { Agent, fetch } from 'undici';
import type { ModelSettings } from './settings';

/** Bytes of one answer at most; a streamed piece of a few letters comes in some 250 bytes. */
const ANSWER_BYTES = 16 * 1024 * 1024;

// A model server inside the company is a usual case, and the address comes from the operator. Addresses that hand out credentials
// (169.254.169.254 and the like) are in none of these ranges, so they stay refused; plain http stays refused outside of them.
const INTERNAL = allowList(['127.0.0.0/8', '::1', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7']);

export interface Connection {
  client: OpenAI;
  sdk: typeof import('openai');
}

/** `fetch` for one address: checked when a connection is made, without following redirects, with an end to every answer. */
function guardedFetch(baseUrl: string, timeoutMs: number, resolve: Resolve) {
  const url = new URL(baseUrl);
  const dispatcher = new Agent({
    connect: { timeout: timeoutMs, lookup: guardedLookup(url, INTERNAL, resolve) },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxResponseSize: ANSWER_BYTES,
    allowH2: false,
  });
  return async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    // An address that is no name is not looked up.
    assertUrlAllowed(url, INTERNAL);
    const { method, headers, body, signal } = init;
    const sent = await fetch(input instanceof Request ? input.url : input, {
      method,
      headers: Object.fromEntries(new Headers(headers)),
      body: typeof body === 'string' ? body : undefined,
      signal,
      redirect: 'manual',
      dispatcher,
    });
    return new Response(sent.status === 204 ? null : sent.body, { status: sent.status, headers: Object.fromEntries(sent.headers) });
  };
}

/** The client of the service. The package is loaded here and not before, so that a start without questions does not pay for it. */
export async function openConnection(settings: ModelSettings, resolve: Resolve = systemResolve): Promise<Connection> {
  const sdk = await import('openai');
  const { baseUrl, key, timeoutMs, azureVersion } = settings;
  // What is not given would be taken from the environment; retries are counted against the time of the whole answer, so they are done here.
  const common = {
    baseURL: baseUrl,
    organization: null,
    project: null,
    adminAPIKey: null,
    webhookSecret: null,
    maxRetries: 0,
    timeout: timeoutMs,
    logLevel: 'off',
    fetch: guardedFetch(baseUrl, timeoutMs, resolve),
  } as const;
  if (azureVersion !== null) return { sdk, client: new sdk.AzureOpenAI({ ...common, apiKey: key || 'none', apiVersion: azureVersion }) };
  if (key !== '') return { sdk, client: new sdk.OpenAI({ ...common, apiKey: key }) };
  return { sdk, client: new sdk.OpenAI({ ...common, apiKey: 'none', defaultHeaders: { authorization: null } }) };
}
