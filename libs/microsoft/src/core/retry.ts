import { BODY_TOO_LARGE } from '../error-codes';
import { MicrosoftError, type MicrosoftErrorKind } from '../microsoft-error';
import type { ThrottleGate } from '../throttle-gate';
import { backoffMs, sleep } from './backoff';

export interface RetryPolicy {
  gate: ThrottleGate;
  clock: { now(): Date };
  random: () => number;
  maxAttempts: number;
  maxWaitMs: number;
  backoffBaseMs: number;
}

/** Kinds that another try at once, or soon, can overcome. An expired page cannot be had again under the same link. */
const AGAIN: ReadonlySet<MicrosoftErrorKind> = new Set(['throttled', 'network', 'timeout', 'server', 'malformed']);
const BACKOFF_CAP_FACTOR = 32;
/** A body that is unreadable twice rarely becomes readable, and can be large. */
const MALFORMED_ATTEMPTS = 3;

/** A token that an API refuses although it is new: mostly for good, but while keys change or servers disagree it passes. */
const REFUSED_ATTEMPTS = 3;

function attemptsFor({ kind, service }: MicrosoftError, maxAttempts: number): number {
  if (kind === 'malformed') return Math.min(maxAttempts, MALFORMED_ATTEMPTS);
  if (kind === 'bad_credentials' && service !== 'login') return Math.min(maxAttempts, REFUSED_ATTEMPTS);
  return AGAIN.has(kind) ? maxAttempts : 1;
}

const mayTryAgain = (error: MicrosoftError, attempt: number, maxAttempts: number): boolean =>
  error.code !== BODY_TOO_LARGE && attempt + 1 < attemptsFor(error, maxAttempts);

/** Sits out a wait of the gate, or throws `throttled` when it is longer than a job may hold its slot. */
async function passGate(policy: RetryPolicy, key: string, signal: AbortSignal | undefined): Promise<void> {
  let waited = 0;
  for (;;) {
    const until = await policy.gate.blockedUntil(key);
    const wait = until ? until.getTime() - policy.clock.now().getTime() : 0;
    if (wait <= 0) return;
    if (waited + wait > policy.maxWaitMs) {
      const service = key.endsWith(':management') ? 'management' : 'graph';
      throw new MicrosoftError('throttled', { service, detail: 'an earlier answer asked this tenant to wait', retryAfterMs: wait });
    }
    // Jobs that wait for the same moment must not all start in it.
    const pause = wait + backoffMs(0, policy.random(), policy.backoffBaseMs);
    await sleep(pause, signal);
    waited += pause;
  }
}

/** How long to wait after a failure: as long as asked, else backoff, which is longer for throttling than for accidents. */
function pauseAfter(policy: RetryPolicy, error: MicrosoftError, attempt: number): number {
  const cap = policy.backoffBaseMs * BACKOFF_CAP_FACTOR;
  const jittered = backoffMs(attempt, policy.random(), policy.backoffBaseMs, cap);
  if (error.kind !== 'throttled') return Math.max(jittered, error.retryAfterMs ?? 0);
  return error.retryAfterMs || policy.backoffBaseMs * 2 ** Math.min(attempt, 5) + jittered;
}

/**
 * Runs `once` until it succeeds, fails for good, or the attempts run out. A wait that the API asked for is written to the
 * gate, so that every job of the tenant keeps it. `once` throws MicrosoftError; anything else passes through.
 */
export async function withRetries<T>(
  policy: RetryPolicy,
  key: string,
  once: () => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    await passGate(policy, key, signal);
    try {
      return await once();
    } catch (error) {
      if (!(error instanceof MicrosoftError)) throw error;
      const pause = pauseAfter(policy, error, attempt);
      const shared = error.kind === 'throttled' || error.retryAfterMs !== undefined;
      if (shared) await policy.gate.block(key, new Date(policy.clock.now().getTime() + pause));
      if (!mayTryAgain(error, attempt, policy.maxAttempts) || pause > policy.maxWaitMs) throw shared ? error.withRetryAfter(pause) : error;
      if (!shared) await sleep(pause, signal);
    }
  }
}
