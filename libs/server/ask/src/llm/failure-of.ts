import { RefusedAddress } from '@aoc/server/notifications';
import type { Connection } from './connection';
import { ModelFailure } from './model-failure';

const SERVER_BUSY = 503;

/** Milliseconds of `Retry-After` (seconds or a date) or `retry-after-ms`; null without a readable one. */
export function retryAfterMs(headers: { get(name: string): string | null } | undefined, now: Date): number | null {
  const exact = Number(headers?.get('retry-after-ms') ?? NaN);
  if (exact >= 0) return exact;
  const text = headers?.get('retry-after')?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const date = /^[A-Z][a-z]{2},/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now.getTime());
}

const seconds = (ms: number): string => `${Math.ceil(ms / 1000)} s`;

function ofStatus(status: number, code: string, waitMs: number | null): ModelFailure {
  if (status === 401 || status === 403)
    return new ModelFailure('key', `The language model service refused the key (${status}). LLM_API_KEY needs to be checked.`);
  if (status === 429) {
    if (code === 'insufficient_quota')
      return new ModelFailure('rate_limit', 'The account at the language model service has no credit left (429).');
    const wait = waitMs === null ? '' : ` and asks to wait ${seconds(waitMs)}`;
    return new ModelFailure('rate_limit', `The language model service is at its rate limit (429)${wait}.`, { retry: true, waitMs });
  }
  if (status >= 500 || status === 408 || status === 409)
    return new ModelFailure('server', `The language model service failed (${status}${status === SERVER_BUSY ? ', busy' : ''}).`, {
      retry: true,
      waitMs,
    });
  if (status >= 300 && status < 400)
    return new ModelFailure(
      'refused',
      `The language model service answered ${status}: redirects are not followed. LLM_BASE_URL needs to be checked.`,
    );
  if (status === 404)
    return new ModelFailure(
      'refused',
      'The language model service knows no such model or address (404). LLM_BASE_URL and LLM_MODEL need to be checked.',
    );
  if (code === 'context_length_exceeded' || status === 413)
    return new ModelFailure('refused', 'The evidence is too long for this model. A smaller LLM_MAX_EVENTS helps.');
  if (code === 'content_filter') return filtered();
  return new ModelFailure('refused', `The language model service refused the request (${status}).`);
}

export const filtered = (): ModelFailure =>
  new ModelFailure('filtered', 'The content filter of the language model service withheld the answer.');
export const timedOut = (timeoutMs: number): ModelFailure =>
  new ModelFailure('timeout', `The language model did not finish within ${seconds(timeoutMs)} (LLM_TIMEOUT_SECONDS).`);
export const givenUp = (): ModelFailure => new ModelFailure('given_up', 'Whoever asked has gone.');

/** The errors behind an error, itself first. */
function* chain(error: unknown): Generator<unknown> {
  for (let at = error, depth = 0; at !== undefined && at !== null && depth < 6; depth++) {
    yield at;
    at = typeof at === 'object' && 'cause' in at ? at.cause : undefined;
  }
}

const NO_CODE = 'unknown cause';
function codeOf(error: unknown): string {
  for (const one of chain(error))
    if (typeof one === 'object' && one !== null && 'code' in one && typeof one.code === 'string') return one.code;
  return NO_CODE;
}

/** Whether an error is one of the network: those of fetch say so in their cause, or in one word. */
const isOfNetwork = (error: unknown): boolean =>
  codeOf(error) !== NO_CODE || (error instanceof TypeError && /^(?:terminated|fetch failed)$/.test(error.message));

/**
 * Why a call failed, in words that hold nothing of what was sent or received. `started`: an answer had begun.
 * @throws the error itself when it is a defect of ours
 */
export function failureOf(error: unknown, { sdk }: Connection, { started, now }: { started: boolean; now: Date }): ModelFailure {
  if (error instanceof ModelFailure) return error;
  for (const one of chain(error))
    if (one instanceof RefusedAddress)
      return new ModelFailure(
        'address',
        'LLM_BASE_URL names an address that is not called: http to a public host, or an address of the platform itself.',
      );
  if (error instanceof sdk.APIError && error.status !== undefined)
    return ofStatus(error.status, error.code ?? '', retryAfterMs(error.headers, now));
  if (error instanceof SyntaxError) return new ModelFailure('malformed', 'The language model service sent an answer that cannot be read.');
  if (error instanceof sdk.APIError && !(error instanceof sdk.APIConnectionError))
    return new ModelFailure('server', 'The language model service reported an error in the middle of its answer.');
  if (!(error instanceof sdk.OpenAIError) && !isOfNetwork(error)) throw error;
  const code = codeOf(error);
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE')
    return new ModelFailure('malformed', 'The language model service sent an answer without an end.');
  if (started) return new ModelFailure('cut', 'The answer of the language model broke off.');
  return new ModelFailure('unreachable', `The language model service cannot be reached (${code}).`, { retry: true });
}
