import { DomainError, noSuch, type EventFilter, type SavedSearch } from '@aoc/contracts';
import { printQuery } from '@aoc/query';
import type { TenantContext } from '@aoc/server/context';
import { queryOf } from '@aoc/server/events';
import { createHash, randomUUID } from 'node:crypto';
import type { SavedSearchStore } from './saved-search.repository';
import type { SavedSearchDocument } from './saved-search.schema';

/** Saved searches of one person in one tenant. */
const MAX_SEARCHES = 200;

const toWire = ({ id, name, filters, query, created_at }: SavedSearchDocument): SavedSearch => ({
  id,
  name,
  filters,
  query,
  created_at: created_at.toISOString(),
});

/** Saved searches of the caller, by name. */
export async function listSavedSearches(ctx: TenantContext, store: SavedSearchStore): Promise<SavedSearch[]> {
  const rows = await store.find(ctx, { owner: ctx.actor.id }, { sort: { name: 1 }, limit: MAX_SEARCHES }).toArray();
  return rows.map(toWire);
}

/** @throws DomainError bad_query when the query text is wrong; conflict when the name is taken or there are too many */
export async function createSavedSearch(
  ctx: TenantContext,
  store: SavedSearchStore,
  input: { name: string; filters: EventFilter },
): Promise<SavedSearch> {
  const query = printQuery(queryOf(input.filters));
  if ((await store.count(ctx, { owner: ctx.actor.id }, MAX_SEARCHES)) >= MAX_SEARCHES)
    throw new DomainError('conflict', `You have ${MAX_SEARCHES} saved searches, which is the most. Delete one first.`);
  const _id = createHash('sha256')
    .update(JSON.stringify([ctx.tenantId, ctx.actor.id, input.name]))
    .digest('hex');
  const filters = Object.fromEntries(
    Object.entries(input.filters).map(([key, value]) => [key, value instanceof Date ? value.toISOString() : value]),
  );
  const created = { owner: ctx.actor.id, id: randomUUID(), name: input.name, filters, query, created_at: ctx.clock.now() };
  const { upsertedCount } = await store.updateOne(ctx, { _id }, { $setOnInsert: created }, { upsert: true });
  if (upsertedCount === 0)
    throw new DomainError('conflict', `You have a saved search named "${input.name}". Choose another name or delete that one.`);
  return toWire({ ...created, _id, tenant_id: ctx.tenantId });
}

/** @throws DomainError not_found, also for another person's search */
export async function deleteSavedSearch(ctx: TenantContext, store: SavedSearchStore, id: string): Promise<void> {
  if ((await store.deleteMany(ctx, { owner: ctx.actor.id, id })) === 0) throw noSuch('saved search of yours with this id');
}
