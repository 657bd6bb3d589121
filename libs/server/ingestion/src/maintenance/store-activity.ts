import type { TenantContext } from '@aoc/server/context';
import type { Ingestion } from '../ingestion';

/** A running import writes its progress at least this often. */
const IMPORT_SILENT_MS = 120_000;

/**
 * What stores events of the tenant at this moment, in words: fetches and imports that are under way, by what they have written down.
 * An idle worker leaves no such trace.
 */
export async function storeActivity(ctx: TenantContext, { stores }: Ingestion): Promise<string[]> {
  const now = ctx.clock.now();
  const fetching = await stores.states.find(ctx, { 'lease.expires': { $gt: now } }).toArray();
  const alive = new Date(now.getTime() - IMPORT_SILENT_MS);
  const importing = await stores.imports.find(ctx, { status: 'in_progress', updated_at: { $gt: alive } }).toArray();
  return [...fetching.map(({ source }) => `a fetch of ${source}`), ...importing.map(({ file_name }) => `the import of ${file_name}`)];
}
