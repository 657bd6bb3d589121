import type { Source } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import { isDuplicateKey } from '@aoc/server/mongo';
import { createHash } from 'node:crypto';
import type { IngestionStores } from '../stores.repository';
import type { UnreadableRecord } from './prepare-page';

const MAX_TEXT_BYTES = 65_536;
const CHUNK = 100;

/** Cut at 64 kB without half a character; lone surrogates, which the database cannot hold, are replaced. */
function clipped(text: string): string {
  const sound = text.toWellFormed();
  if (Buffer.byteLength(sound) <= MAX_TEXT_BYTES) return sound;
  return new TextDecoder().decode(Buffer.from(sound).subarray(0, MAX_TEXT_BYTES), { stream: true });
}

/** Keeps records that could not become events; one that is seen again raises its number of occurrences. */
export async function rejectRecords(
  ctx: TenantContext,
  stores: IngestionStores,
  source: Source,
  rejections: readonly UnreadableRecord[],
): Promise<void> {
  const now = ctx.clock.now();
  const rows = rejections.map(({ reason, detail, text, location }) => ({
    filter: {
      _id: createHash('sha256')
        .update(JSON.stringify([ctx.tenantId, source, text]))
        .digest('hex'),
    },
    update: {
      $inc: { occurrences: 1 },
      $set: { last_seen: now, location, reason, detail: detail.toWellFormed() },
      $setOnInsert: { source, record: clipped(text), first_seen: now },
    },
  }));
  for (let at = 0; at < rows.length; at += CHUNK) {
    const chunk = rows.slice(at, at + CHUNK);
    try {
      await stores.rejected.bulkUpsert(ctx, chunk);
    } catch (error) {
      // Two writers met the same new row: unordered, so all others are written, and that row is there.
      if (!isDuplicateKey(error)) throw error;
    }
  }
}
