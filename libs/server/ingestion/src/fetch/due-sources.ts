import type { FetchedSource } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import type { Ingestion } from '../ingestion';

/** Sources of a tenant whose next fetch is due, by what is stored: losing the queue loses no schedule. */
export async function dueSources(ctx: TenantContext, { stores, settings }: Ingestion): Promise<FetchedSource[]> {
  if (!settings.periodic) return [];
  const now = ctx.clock.now();
  const states = await stores.states.find(ctx, {}).toArray();
  return settings.sources.filter((source) => {
    const state = states.find((row) => row.source === source);
    if (!state) return true;
    if (state.lease && state.lease.expires > now) return false;
    // A run that was cut off has neither lease nor a new date: it is due at once.
    if (state.lease) return true;
    return state.next_attempt === null || state.next_attempt <= now;
  });
}
