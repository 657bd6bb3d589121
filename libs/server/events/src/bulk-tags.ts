import { LIMITS, type EventFilter } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import type { ScopedFilter } from '@aoc/server/mongo';
import { planEvents } from './plan/event-plan';
import type { EventStore } from './event-store';
import type { EventDocument } from './event.schema';
import { recountTags } from './recount-tags';
import { resolveEvents } from './plan/resolve-events';

export interface BulkTagsInput {
  filter: EventFilter;
  tags: readonly string[];
  mode: 'append' | 'replace';
}

/**
 * Tags every event that matches. An event that would get more than {@link LIMITS.tags} tags counts as matched and stays as it is.
 * Repeating it changes nothing more; counts of the tags are put right afterwards, also when it is repeated after a crash.
 */
export async function bulkTags(
  ctx: TenantContext,
  store: EventStore,
  input: BulkTagsInput,
): Promise<{ matched: number; modified: number }> {
  const plan = planEvents(await resolveEvents(ctx, store, input.filter), 1);
  if (plan.nothing) return { matched: 0, modified: 0 };
  if (input.mode === 'append') return append(ctx, store, plan.filter, input.tags);
  const replaced = await store.events.aggregate<{ _id: string }>(ctx, plan.filter, [
    { $project: { tags: 1 } },
    { $unwind: '$tags' },
    { $group: { _id: '$tags' } },
  ]);
  const result = await store.events.updateMany(ctx, plan.filter, { $set: { tags: [...input.tags] } });
  await recountTags(ctx, store, [...input.tags, ...replaced.map((row) => row._id)]);
  return { matched: result.matchedCount, modified: result.modifiedCount };
}

async function append(ctx: TenantContext, store: EventStore, filter: ScopedFilter<EventDocument>, tags: readonly string[]) {
  if (tags.length === 0) return { matched: await store.events.count(ctx, filter, Number.MAX_SAFE_INTEGER), modified: 0 };
  const full = `tags.${LIMITS.tags - tags.length}`;
  const roomy: ScopedFilter<EventDocument> = { ...filter, [full]: { $exists: false } };
  const crowded: ScopedFilter<EventDocument> = { ...filter, [full]: { $exists: true } };
  const skipped = await store.events.count(ctx, crowded, Number.MAX_SAFE_INTEGER);
  const result = await store.events.updateMany(ctx, roomy, { $addToSet: { tags: { $each: [...tags] } } });
  await recountTags(ctx, store, tags);
  return { matched: result.matchedCount + skipped, modified: result.modifiedCount };
}
