import type { RejectionReason, Source, TenantId } from '@aoc/contracts';
import type { CollectionDefinition } from '@aoc/server/mongo';

/** A record that could not become an event. `_id` is a hash over tenant, source and text, so that a repeat is the same row. */
export interface RejectedRecordDocument {
  _id: string;
  tenant_id: TenantId;
  source: Source;
  reason: RejectionReason;
  detail: string;
  /** The record as text, cut at 64 kB. */
  record: string;
  /** Blob, page or file line it came from. */
  location: string | null;
  occurrences: number;
  first_seen: Date;
  last_seen: Date;
}

export const rejectedRecordCollection: CollectionDefinition = {
  name: 'rejected_records',
  indexes: [
    { name: 'tenant_newest', serves: 'newest rejections', key: { tenant_id: 1, last_seen: -1, _id: -1 } },
    { name: 'tenant_source_newest', serves: 'newest rejections of a source', key: { tenant_id: 1, source: 1, last_seen: -1, _id: -1 } },
    { name: 'tenant_source_first', serves: 'rejections of a source in 24 hours', key: { tenant_id: 1, source: 1, first_seen: -1 } },
  ],
};
