import { alertCollection, alertSlotCollection } from '@aoc/server/alerts';
import { auditHeadCollection, auditLogCollection } from '@aoc/server/audit';
import { activityCollection, eventCollection, facetCollection, facetRevisionCollection } from '@aoc/server/events';
import { idempotencyCollection } from '@aoc/server/idempotency';
import type { CollectionDefinition } from '@aoc/server/mongo';
import { providerRuleStateCollection, ruleCollection, ruleStateCollection, ruleVersionCollection } from '@aoc/server/rules';
import { channelCollection, channelStateCollection, notificationCollection } from '@aoc/server/notifications';
import { apiKeyCollection } from '@aoc/server/identity';
import { savedSearchCollection } from '@aoc/server/saved-searches';
import { tenantCollection } from '@aoc/server/tenants';
import { contentBlobCollection, coverageCollection } from './coverage/coverage.schema';
import { fetchRunCollection } from './fetch/fetch-run.schema';
import { sourceStateCollection } from './fetch/source-state.schema';
import { siemOutboxCollection, siemStateCollection } from './forward/siem-outbox.schema';
import { importCollection } from './import/import.schema';
import { checkpointCollection } from './maintenance/checkpoint.schema';
import { retentionBatchCollection } from './retention/retention-batch.schema';
import { directoryNameCollection } from './store/directory-name.schema';
import { ingestBatchCollection } from './store/ingest-batch.schema';
import { intakeCollection } from './store/intake.schema';
import { rejectedRecordCollection } from './store/rejected-record.schema';

/** Every collection of the product with its indexes: what `npm run migrate` makes and every process checks at start. */
export const allCollections: readonly CollectionDefinition[] = [
  eventCollection,
  facetCollection,
  facetRevisionCollection,
  activityCollection,
  tenantCollection,
  ingestBatchCollection,
  intakeCollection,
  rejectedRecordCollection,
  directoryNameCollection,
  coverageCollection,
  contentBlobCollection,
  sourceStateCollection,
  fetchRunCollection,
  importCollection,
  siemOutboxCollection,
  siemStateCollection,
  checkpointCollection,
  retentionBatchCollection,
  idempotencyCollection,
  savedSearchCollection,
  apiKeyCollection,
  ruleCollection,
  ruleVersionCollection,
  ruleStateCollection,
  providerRuleStateCollection,
  alertCollection,
  alertSlotCollection,
  channelCollection,
  channelStateCollection,
  notificationCollection,
  auditLogCollection,
  auditHeadCollection,
];
