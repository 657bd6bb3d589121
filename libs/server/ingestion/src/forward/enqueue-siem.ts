import type { TenantContext } from '@aoc/server/context';
import { isDuplicateKey } from '@aoc/server/mongo';
import type { IngestionStores } from '../stores.repository';

/**
 * Puts new events on the way to the SIEM. The same id is put there once.
 * A number that is taken and not used after a crash leaves a hole in the order, which does no harm.
 */
export async function enqueueSiem(ctx: TenantContext, stores: IngestionStores, id: string, keys: readonly string[]): Promise<void> {
  if (await stores.outbox.findOne(ctx, { _id: id })) return;
  const update = { $inc: { last_seq: 1 }, $setOnInsert: { failures: 0, last_error: null, last_success: null, next_attempt: null } };
  const options = { upsert: true, returnDocument: 'after' } as const;
  const state = await stores.siem.findOneAndUpdate(ctx, { _id: ctx.tenantId }, update, options);
  try {
    await stores.outbox.insertOne(ctx, { _id: id, seq: state?.last_seq ?? 1, keys: [...keys], created_at: ctx.clock.now() });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}
