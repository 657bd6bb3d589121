import type { Source, TenantId } from '@aoc/contracts';
import type { CollectionDefinition } from '@aoc/server/mongo';

/**
 * Journal row of one batch that is being stored. It exists from before the first event is written until events, facets
 * and outbox row are all written, so that a crash in between is found and finished.
 */
export interface IngestBatchDocument {
  _id: string;
  tenant_id: TenantId;
  source: Source;
  /** Dedupe keys that the batch believed new. */
  keys: string[];
  created_at: Date;
  /** `open`: its writer is at work (or gone); `recovered`: another process finished it, and looks again until it is swept. */
  state: 'open' | 'recovered';
  recovered_at: Date | null;
  /** Keys that are being counted in this round; null between rounds. */
  pending: string[] | null;
  /** Keys counted in earlier rounds. */
  counted: string[];
  /** Rounds of counting that ended; round and batch id together name an application to the facets. */
  round: number;
}

export const ingestBatchCollection: CollectionDefinition = {
  name: 'ingest_batches',
  indexes: [{ name: 'tenant_source', serves: 'unfinished batches of a source', key: { tenant_id: 1, source: 1, created_at: 1 } }],
};
