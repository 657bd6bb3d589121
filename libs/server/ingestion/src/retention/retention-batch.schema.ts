import type { TenantId } from '@aoc/contracts';
import type { EventDocument } from '@aoc/server/events';
import type { CollectionDefinition } from '@aoc/server/mongo';
import type { CountedEvent } from '../store/counted';

/** What is needed of an event to delete it and take it out of the counters. */
export type ExpiredEvent = CountedEvent & Pick<EventDocument, '_id' | 'tags'>;

/**
 * Journal row of one batch that retention deletes; `_id` is the tenant id. It exists from before the deletion until the counters
 * are lowered, so that a crash in between is found and finished.
 */
export interface RetentionBatchDocument {
  _id: string;
  tenant_id: TenantId;
  /** Names this lowering of the counters: doing it twice counts once. */
  application: string;
  events: ExpiredEvent[];
}

export const retentionBatchCollection: CollectionDefinition = { name: 'retention_batches', indexes: [] };
