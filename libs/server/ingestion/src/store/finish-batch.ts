import type { Source } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import { eventIndex } from '@aoc/server/events';
import { enqueueSiem } from '../forward/enqueue-siem';
import type { Ingestion } from '../ingestion';
import { applyCounts } from './apply-counts.repository';
import type { CountedEvent } from './counted';
import type { IngestBatchDocument } from './ingest-batch.schema';

const CHUNK = 500;
/** Projection to what is counted. */
export const COUNTED_FIELDS = {
  _id: 0,
  dedupe_key: 1,
  source: 1,
  lookup_keys: 1,
  timestamp: 1,
  service: 1,
  operation: 1,
  result: 1,
  actor_display: 1,
  actor_upn: 1,
  display_category: 1,
  'targets.type': 1,
  'targets.display': 1,
  'targets.id': 1,
} as const;

/** Stored events of a batch among these keys. */
export async function eventsOfBatch(
  ctx: TenantContext,
  { stores }: Ingestion,
  batchId: string,
  keys: readonly string[],
): Promise<CountedEvent[]> {
  const events: CountedEvent[] = [];
  for (let at = 0; at < keys.length; at += CHUNK) {
    const filter = { dedupe_key: { $in: keys.slice(at, at + CHUNK) }, ingest_batch: batchId };
    events.push(...(await stores.events.find(ctx, filter, { projection: COUNTED_FIELDS, hint: eventIndex.dedupe }).toArray()));
  }
  return events;
}

/** Applications of batches that their own writer closed: nobody repeats them, so their marks can go. */
const settled: string[] = [];
const MAX_SETTLED = 24;

export function noteSettled(id: string): void {
  settled.push(id);
  if (settled.length > MAX_SETTLED) settled.shift();
}

export const applicationId = (batchId: string, round: number): string => `${batchId}.${round}`;

/**
 * Counts events that a batch has inserted, in the round that its journal row is in, and puts them on the way to the SIEM.
 * What is counted in a round is written down first: whoever repeats the round counts the same events under the same id.
 */
export async function countRound(
  ctx: TenantContext,
  ingestion: Ingestion,
  batch: Pick<IngestBatchDocument, '_id' | 'round'> & { source: Source },
  inserted: readonly CountedEvent[],
  { repeated }: { repeated: boolean },
): Promise<void> {
  const { stores, settings } = ingestion;
  const id = applicationId(batch._id, batch.round);
  await applyCounts(ctx, stores, inserted, { id, source: batch.source, at: ctx.clock.now(), settled, repeated });
  await ingestion.onMoment?.('facets');
  if (settings.siemEnabled) {
    const ordered = [...inserted].sort((a, b) => a.timestamp.getTime() - b.timestamp.getTime());
    await enqueueSiem(
      ctx,
      stores,
      id,
      ordered.map((event) => event.dedupe_key),
    );
    ingestion.onOutbox?.(ctx.tenantId);
  }
  await ingestion.onMoment?.('outbox');
}
