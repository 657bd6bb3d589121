import type { ReadContext } from '@aoc/server/context';
import type { IngestionStores } from '../stores.repository';

/** Names of directory objects as they were last resolved, by lower-case GUID; the directory itself is not asked. */
export async function knownNames(
  ctx: ReadContext,
  { names }: Pick<IngestionStores, 'names'>,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const keys = ctx.tenants.flatMap((tenant) => ids.map((id) => `${tenant}|${id.toLowerCase()}`));
  const rows = await names.find(ctx, { _id: { $in: keys } }, { projection: { object_id: 1, display: 1, upn: 1 } }).toArray();
  return new Map(
    rows.flatMap(({ object_id, display, upn }) =>
      display === null ? [] : [[object_id.toLowerCase(), display === upn || upn === null ? display : `${display} (${upn})`]],
    ),
  );
}
