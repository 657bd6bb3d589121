import type { NormalizedEvent } from '@aoc/contracts';
import { applyNames, unresolvedReferences, type ResolvedName } from '@aoc/normalization';
import type { TenantContext } from '@aoc/server/context';
import { LRUCache } from 'lru-cache';
import type { Ingestion } from '../ingestion';
import type { DirectoryNameDocument } from './directory-name.schema';

/** Asks the directory for names of objects by GUID; ids without a name are absent in the answer. */
export type NameResolver = (ids: readonly string[], signal: AbortSignal) => Promise<ReadonlyMap<string, ResolvedName>>;

const DAY = 86_400_000;
const PATIENCE_MS = 15_000;
type CachedName = { name: ResolvedName | null };
const cache = new LRUCache<string, CachedName>({ max: 20_000, ttl: DAY });

const keyOf = (ctx: TenantContext, id: string): string => `${ctx.tenantId}|${id}`;
const nameOf = (row: DirectoryNameDocument): ResolvedName | null =>
  row.display === null ? null : { display: row.display, ...(row.upn === null ? {} : { upn: row.upn }) };

async function fromDatabase(ctx: TenantContext, { stores }: Ingestion, ids: readonly string[]): Promise<string[]> {
  const rows = await stores.names.find(ctx, { _id: { $in: ids.map((id) => keyOf(ctx, id)) } }).toArray();
  for (const row of rows) cache.set(row._id, { name: nameOf(row) });
  return ids.filter((id) => !cache.has(keyOf(ctx, id)));
}

async function fromDirectory(ctx: TenantContext, { stores }: Ingestion, ids: readonly string[], resolve: NameResolver): Promise<void> {
  const found = await resolve(ids, AbortSignal.timeout(PATIENCE_MS));
  const read_at = ctx.clock.now();
  const rows = ids.map((id) => {
    const name = found.get(id) ?? null;
    cache.set(keyOf(ctx, id), { name });
    const update = { $set: { object_id: id, display: name?.display ?? null, upn: name?.upn ?? null, read_at } };
    return { filter: { _id: keyOf(ctx, id) }, update };
  });
  await stores.names.bulkUpsert(ctx, rows);
}

/**
 * Names for the GUIDs of these events that came without one: from memory, the database, then the directory.
 * A directory or database that fails costs the names, never the events.
 */
export async function resolveNames(
  ctx: TenantContext,
  ingestion: Ingestion,
  events: readonly NormalizedEvent[],
  resolve: NameResolver | undefined,
): Promise<NormalizedEvent[]> {
  const ids = [...new Set(events.flatMap(unresolvedReferences))];
  if (ids.length === 0) return [...events];
  try {
    const unknown = ids.filter((id) => !cache.has(keyOf(ctx, id)));
    const unread = unknown.length > 0 ? await fromDatabase(ctx, ingestion, unknown) : [];
    if (unread.length > 0 && resolve) await fromDirectory(ctx, ingestion, unread, resolve);
  } catch (error) {
    ingestion.onProblem?.('names', error);
  }
  const names = new Map<string, ResolvedName>();
  for (const id of ids) {
    const name = cache.get(keyOf(ctx, id))?.name;
    if (name) names.set(id, name);
  }
  return names.size === 0 ? [...events] : events.map((event) => applyNames(event, names, ingestion.mappings));
}
