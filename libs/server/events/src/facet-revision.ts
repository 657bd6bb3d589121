import type { ReadContext, TenantContext } from '@aoc/server/context';
import type { EventStore } from './event-store';

type Revisions = Pick<EventStore, 'facetRevisions'>;
/** What changes each on its own: facets with every change of stored events, their values, and what has been read of the sources. */
export type Revised = 'facets' | 'values' | 'coverage';

const COUNTER = { facets: 'revision', values: 'values', coverage: 'coverage' } as const;
/** Tenants whose revisions are compared at most; a view across more is read anew each time. */
const MAX_TENANTS = 50;

/**
 * Says that facets of the tenant were changed. Comes after the change: who still reads the old facets sees the old revision.
 * @param values whether a value may have come or gone, rather than the numbers of known ones
 */
export const touchFacets = (ctx: TenantContext, stores: Revisions, { values = true } = {}): Promise<void> =>
  touch(ctx, stores, values ? ['facets', 'values'] : ['facets']);

/** The same of what has been read of the tenant's sources. */
export const touchCoverage = (ctx: TenantContext, stores: Revisions): Promise<void> => touch(ctx, stores, ['coverage']);

async function touch(ctx: TenantContext, { facetRevisions }: Revisions, changed: readonly Revised[]): Promise<void> {
  const more = Object.fromEntries(changed.map((what) => [COUNTER[what], 1]));
  await facetRevisions.updateOne(ctx, { _id: ctx.tenantId }, { $inc: more, $setOnInsert: { since: ctx.clock.now() } }, { upsert: true });
}

/** Texts that are others as soon as something of these tenants has changed; null when that cannot be told. */
export async function revisions(ctx: ReadContext, { facetRevisions }: Revisions): Promise<Record<Revised, string | null>> {
  if (ctx.tenants.length > MAX_TENANTS) return { facets: null, values: null, coverage: null };
  const rows = await facetRevisions.find(ctx, { _id: { $in: [...ctx.tenants] } }).toArray();
  if (rows.length < ctx.tenants.length) return { facets: null, values: null, coverage: null };
  const text = (what: Revised): string =>
    rows
      .map(({ _id, since, [COUNTER[what]]: count = 0 }) => `${_id}=${count}@${since.getTime()}`)
      .toSorted()
      .join();
  return { facets: text('facets'), values: text('values'), coverage: text('coverage') };
}
