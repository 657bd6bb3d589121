import type { FetchedSource } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import type { Ingestion } from '../ingestion';
import type { SourceStateDocument } from './source-state.schema';

/** Time without a renewal after which another worker may read the source. */
export const LEASE_MS = 15_000;
const RENEW_MS = 4_000;

/** The right to read one source of one tenant. `signal` aborts when the right is lost. */
export interface Lease {
  /** Grows with every holder: a write that names an older one changes nothing. */
  token: number;
  state: SourceStateDocument;
  signal: AbortSignal;
  release(): Promise<void>;
}

/** What ended the work of a holder that was replaced. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
  constructor() {
    super('Another worker has taken over this source');
  }
}

export const stateId = (ctx: TenantContext, source: FetchedSource): string => `${ctx.tenantId}|${source}`;

async function ensureState(ctx: TenantContext, { stores }: Ingestion, source: FetchedSource): Promise<void> {
  const fresh = {
    source,
    status: 'never_run' as const,
    message: null,
    last_error: null,
    last_attempt: null,
    last_success: null,
    next_attempt: null,
    failures: 0,
    since: null,
    watermark: null,
    lag_seconds: null,
    platform_lag_seconds: null,
    skipped_types: [],
    unreadable_blobs: 0,
    lease: null,
    token: 0,
  };
  await stores.states.updateOne(ctx, { _id: stateId(ctx, source) }, { $setOnInsert: fresh }, { upsert: true });
}

/**
 * Takes the source for `owner` if nobody else reads it now, and renews the right until it is released.
 * @returns null while another worker reads the source
 */
export async function acquireLease(ctx: TenantContext, ingestion: Ingestion, source: FetchedSource, owner: string): Promise<Lease | null> {
  const { states } = ingestion.stores;
  const _id = stateId(ctx, source);
  await ensureState(ctx, ingestion, source);
  const expires = (): Date => new Date(ctx.clock.now().getTime() + LEASE_MS);
  const state = await states.findOneAndUpdate(
    ctx,
    { _id, $or: [{ lease: null }, { 'lease.owner': owner }, { 'lease.expires': { $lte: ctx.clock.now() } }] },
    { $set: { lease: { owner, expires: expires() } }, $inc: { token: 1 } },
    { returnDocument: 'after' },
  );
  if (!state) return null;
  const lost = new AbortController();
  const { token } = state;
  let renewed = ctx.clock.now().getTime();
  const renew = async (): Promise<void> => {
    try {
      const { matchedCount } = await states.updateOne(ctx, { _id, token }, { $set: { 'lease.expires': expires() } });
      if (matchedCount === 1) renewed = ctx.clock.now().getTime();
      else lost.abort(new LeaseLostError());
    } catch {
      // The database is away; whoever comes next cannot take the source either. After that, the right is no longer certain.
      if (ctx.clock.now().getTime() - renewed > LEASE_MS) lost.abort(new LeaseLostError());
    }
  };
  const timer = setInterval(() => void renew(), RENEW_MS);
  timer.unref();
  return {
    token,
    state,
    signal: lost.signal,
    release: async () => {
      clearInterval(timer);
      await states.updateOne(ctx, { _id, token }, { $set: { lease: null } });
    },
  };
}
