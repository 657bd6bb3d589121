import type { FetchedSource, TenantId } from '@aoc/contracts';
import type { ReadContext } from '@aoc/server/context';
import type { Ingestion } from '../ingestion';
import { ingestionFor } from '../tenant-ingestion';
import type { Tenant } from '@aoc/server/tenants';
import type { SourceStateDocument } from './source-state.schema';

type Due = Pick<SourceStateDocument, 'tenant_id' | 'source' | 'lease' | 'next_attempt'>;

function isDue(state: Due | undefined, now: Date): boolean {
  if (!state) return true;
  if (state.lease && state.lease.expires > now) return false;
  // A run that was cut off has neither lease nor a new date: it is due at once.
  if (state.lease) return true;
  return state.next_attempt === null || state.next_attempt <= now;
}

/**
 * Sources whose next fetch is due, by what is stored: losing the queue loses no schedule. One query for all tenants of the context.
 * @param tenants those of the context
 */
export async function dueSources(
  ctx: ReadContext,
  ingestion: Ingestion,
  tenants: readonly Tenant[],
): Promise<Map<TenantId, FetchedSource[]>> {
  const due = new Map<TenantId, FetchedSource[]>();
  if (!ingestion.settings.periodic) return due;
  const now = ctx.clock.now();
  const states = new Map<string, Due>();
  const projection = { tenant_id: 1, source: 1, lease: 1, next_attempt: 1 };
  for await (const state of ingestion.stores.states.find(ctx, {}, { projection })) states.set(`${state.tenant_id}|${state.source}`, state);
  for (const tenant of tenants) {
    const { sources } = ingestionFor(ingestion, tenant).settings;
    const wanted = sources.filter((source) => isDue(states.get(`${tenant.id}|${source}`), now));
    if (wanted.length > 0) due.set(tenant.id, wanted);
  }
  return due;
}

/** Tenants with batches that no writer has closed, or with fetches that somebody waits for. */
export async function tenantsAtWork(ctx: ReadContext, { stores }: Ingestion): Promise<Set<TenantId>> {
  const group = [{ $group: { _id: '$tenant_id' } }];
  const found = await Promise.all([
    stores.batches.aggregate<{ _id: TenantId }>(ctx, {}, group),
    stores.runs.aggregate<{ _id: TenantId }>(ctx, { open: true }, group),
  ]);
  return new Set(found.flat().map(({ _id }) => _id));
}
