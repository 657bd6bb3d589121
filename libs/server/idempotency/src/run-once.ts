import { DomainError } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import { createHash, randomUUID } from 'node:crypto';
import type { IdempotencyStore } from './idempotency.repository';

const DUPLICATE_KEY = 11000;
/** A write that has run this long has lost its process. */
const ABANDONED_MS = 10 * 60_000;

export interface OnceInput {
  route: string;
  key: string;
  /** Everything that the request asks for. */
  request: unknown;
}
export interface Outcome {
  status: number;
  body: unknown;
}

const hash = (...parts: string[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex');
const hasCode = (error: unknown, code: number): boolean => error instanceof Error && 'code' in error && error.code === code;

/** Identity of a keyed write: the same tenant, caller, route and key give the same 64 hex digits. */
export const onceId = (ctx: TenantContext, input: Pick<OnceInput, 'route' | 'key'>): string =>
  hash(ctx.tenantId, ctx.actor.id, input.route, input.key);

/**
 * Runs `work` once per key: a repeat of the same request within a day gets the stored answer. When `work` fails the key is free again.
 * @throws DomainError unprocessable when the key was used for another request; conflict while the first one is still running
 */
export async function runOnce(
  ctx: TenantContext,
  store: IdempotencyStore,
  input: OnceInput,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  const _id = onceId(ctx, input);
  const owner = randomUUID();
  const stored = await claim(ctx, store, _id, hash(JSON.stringify(input.request)), owner);
  if (stored) return stored;
  try {
    const outcome = await work();
    await store.updateOne(ctx, { _id, owner }, { $set: { state: 'done', status: outcome.status, answer: JSON.stringify(outcome.body) } });
    return outcome;
  } catch (error) {
    await store.deleteMany(ctx, { _id, owner }).catch(() => undefined);
    throw error;
  }
}

async function claim(
  ctx: TenantContext,
  store: IdempotencyStore,
  _id: string,
  request_hash: string,
  owner: string,
): Promise<Outcome | null> {
  const now = ctx.clock.now();
  try {
    await store.insertOne(ctx, { _id, request_hash, state: 'running', owner, started_at: now, status: null, answer: null });
    return null;
  } catch (error) {
    if (!hasCode(error, DUPLICATE_KEY)) throw error;
  }
  const known = await store.findOne(ctx, { _id });
  if (known && known.request_hash !== request_hash)
    throw new DomainError('unprocessable', 'This Idempotency-Key was used for another request. Use a new key for a new request.', {
      errors: [{ path: 'header.idempotency-key', message: 'used for another request' }],
    });
  if (known?.state === 'done' && known.answer !== null) return { status: known.status ?? 200, body: JSON.parse(known.answer) };
  const abandoned = new Date(now.getTime() - ABANDONED_MS);
  const taken = await store.updateOne(ctx, { _id, state: 'running', started_at: { $lt: abandoned } }, { $set: { owner, started_at: now } });
  if (taken.modifiedCount === 1) return null;
  throw new DomainError('conflict', 'A request with this Idempotency-Key is still running. Ask again in a moment.', {
    retryAfterSeconds: 1,
  });
}
