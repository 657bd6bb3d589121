import {
  activityRepository,
  eventRepository,
  facetRepository,
  facetRevisionRepository,
  type ActivityDocument,
  type EventDocument,
  type FacetDocument,
  type FacetRevisionDocument,
} from '@aoc/server/events';
import { collectionOf, ScopedCollection, type CollectionDefinition, type Connection, type TenantDocument } from '@aoc/server/mongo';
import type { Document } from 'mongodb';
import { contentBlobCollection, coverageCollection, type ContentBlobDocument, type CoverageDocument } from './coverage/coverage.schema';
import { fetchRunCollection, type FetchRunDocument } from './fetch/fetch-run.schema';
import { sourceStateCollection, type SourceStateDocument } from './fetch/source-state.schema';
import { siemOutboxCollection, siemStateCollection, type SiemOutboxDocument, type SiemStateDocument } from './forward/siem-outbox.schema';
import { importCollection, type ImportDocument } from './import/import.schema';
import { checkpointCollection, type CheckpointDocument } from './maintenance/checkpoint.schema';
import { retentionBatchCollection, type RetentionBatchDocument } from './retention/retention-batch.schema';
import { directoryNameCollection, type DirectoryNameDocument } from './store/directory-name.schema';
import { ingestBatchCollection, type IngestBatchDocument } from './store/ingest-batch.schema';
import { intakeCollection, type IntakeDocument } from './store/intake.schema';
import { rejectedRecordCollection, type RejectedRecordDocument } from './store/rejected-record.schema';

/** The collections that ingestion reads and writes; each call on them names its tenant through the context. */
export interface IngestionStores {
  events: ScopedCollection<EventDocument>;
  facets: ScopedCollection<FacetDocument>;
  facetRevisions: ScopedCollection<FacetRevisionDocument>;
  activity: ScopedCollection<ActivityDocument>;
  batches: ScopedCollection<IngestBatchDocument>;
  intake: ScopedCollection<IntakeDocument>;
  rejected: ScopedCollection<RejectedRecordDocument>;
  names: ScopedCollection<DirectoryNameDocument>;
  coverage: ScopedCollection<CoverageDocument>;
  blobs: ScopedCollection<ContentBlobDocument>;
  states: ScopedCollection<SourceStateDocument>;
  runs: ScopedCollection<FetchRunDocument>;
  imports: ScopedCollection<ImportDocument>;
  outbox: ScopedCollection<SiemOutboxDocument>;
  siem: ScopedCollection<SiemStateDocument>;
  checkpoints: ScopedCollection<CheckpointDocument>;
  /** Events that retention is deleting. */
  expired: ScopedCollection<RetentionBatchDocument>;
}

export function ingestionStores(connection: Connection): IngestionStores {
  const scoped = <T extends TenantDocument & Document>(definition: CollectionDefinition): ScopedCollection<T> =>
    new ScopedCollection<T>(collectionOf<T>(connection, definition.name));
  return {
    events: eventRepository(connection),
    facets: facetRepository(connection),
    facetRevisions: facetRevisionRepository(connection),
    activity: activityRepository(connection),
    batches: scoped(ingestBatchCollection),
    intake: scoped(intakeCollection),
    rejected: scoped(rejectedRecordCollection),
    names: scoped(directoryNameCollection),
    coverage: scoped(coverageCollection),
    blobs: scoped(contentBlobCollection),
    states: scoped(sourceStateCollection),
    runs: scoped(fetchRunCollection),
    imports: scoped(importCollection),
    outbox: scoped(siemOutboxCollection),
    siem: scoped(siemStateCollection),
    checkpoints: scoped(checkpointCollection),
    expired: scoped(retentionBatchCollection),
  };
}
