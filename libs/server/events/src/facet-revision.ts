import type { ReadContext, TenantContext } from '@aoc/server/context';
import type { EventStore } from './event-store';

type Revisions = Pick<EventStore, 'facetRevisions'>;

/** Tenants whose revisions are compared at most; a view across more is read anew each time. */
const MAX_TENANTS = 50;

/** Says that facets of the tenant were changed. Comes after the change: who still reads the old facets sees the old revision. */
export async function touchFacets(ctx: TenantContext, { facetRevisions }: Revisions): Promise<void> {
  const update = { $inc: { revision: 1 }, $setOnInsert: { since: ctx.clock.now() } };
  await facetRevisions.updateOne(ctx, { _id: ctx.tenantId }, update, { upsert: true });
}

/** A text that is another one as soon as facets of these tenants have changed; null when that cannot be told. */
export async function facetRevision(ctx: ReadContext, { facetRevisions }: Revisions): Promise<string | null> {
  if (ctx.tenants.length > MAX_TENANTS) return null;
  const rows = await facetRevisions.find(ctx, { _id: { $in: [...ctx.tenants] } }).toArray();
  if (rows.length < ctx.tenants.length) return null;
  return rows
    .map(({ _id, revision, since }) => `${_id}=${revision}@${since.getTime()}`)
    .toSorted()
    .join();
}
