import type { TenantContext } from '@aoc/server/context';
import type { EventStore } from './event-store';
import { eventIndex } from './event.schema';
import { facetId } from './facet.repository';
import { touchFacets } from './facet-revision';
import { NO_PRIVACY_LIMITS } from '@aoc/server/context';

const ATTEMPTS = 5;

/**
 * Sets the facets of tags to the number of events that carry them. Safe to repeat; two at once end with the right count,
 * because each looks again after it has written.
 */
export async function recountTags(ctx: TenantContext, store: EventStore, tags: Iterable<string>): Promise<void> {
  // Facets count every event, whatever the caller may see.
  const everything: TenantContext = { ...ctx, privacy: NO_PRIVACY_LIMITS };
  const distinct = new Set(tags);
  for (const tag of distinct) await recount(everything, store, tag);
  if (distinct.size > 0) await touchFacets(ctx, store);
}

async function recount(ctx: TenantContext, store: EventStore, tag: string): Promise<void> {
  const count = (): Promise<number> => store.events.count(ctx, { tags: tag }, Number.MAX_SAFE_INTEGER, { hint: eventIndex.tag });
  let counted = await count();
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    await write(ctx, store, tag, counted);
    const again = await count();
    if (again === counted) return;
    counted = again;
  }
}

async function write(ctx: TenantContext, store: EventStore, tag: string, count: number): Promise<void> {
  const id = facetId(ctx.tenantId, 'tag', tag);
  if (count === 0) {
    await store.facets.deleteMany(ctx, { _id: id });
    return;
  }
  const now = ctx.clock.now();
  await store.facets.updateOne(
    ctx,
    { _id: id },
    {
      $set: { count, last_seen: now },
      $setOnInsert: { field: 'tag', value: tag, folded: tag.toLowerCase(), first_seen: now, batches: [] },
    },
    { upsert: true },
  );
}
