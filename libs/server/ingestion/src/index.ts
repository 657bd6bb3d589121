export { allCollections } from './collections';
export {
  ingestionSettings,
  loadMappings,
  MappingsFileError,
  openIngestion,
  type Ingestion,
  type IngestionSettings,
  type NewEventsStep,
  type StoreMoment,
} from './ingestion';
export { ingestionFor, TenantIngestion } from './tenant-ingestion';
export { coverageVerdict } from './coverage/coverage-verdict';
export { getFetchRun, requestFetch, waitForFetchRun } from './fetch/fetch-run';
export { noteNotification } from './fetch/note-notification';
export { sourceHealth, sourceHealthOfTenants } from './fetch/source-health';
export { getImport, listImports } from './import/import-report';
export { importStream, type ImportInput } from './import/import-stream';
export { knownNames } from './store/known-names';
export { listRejectedRecords } from './store/list-rejected';
export { recoverBatches } from './store/recover-batches';
export { liveEvent } from './store/live-events';
export { storeRecords, type StoreResult } from './store/store-records';
export type { NameResolver } from './store/resolve-names';
export type { PageInput, UnreadableRecord } from './store/prepare-page';
export { dueSources, tenantsAtWork } from './fetch/due-sources';
export { resumeRuns, updateRun } from './fetch/fetch-run';
export { forwardSiem, type ForwardOutcome, type SendBatch } from './forward/forward-siem';
export { siemBacklog } from './forward/siem-backlog.repository';
export { siemSender } from './forward/siem-sender';
export { applyRetention } from './retention/apply-retention';
export { LeaseLostError } from './fetch/lease';
export { fetchSource, type FetchOutcome, type FetchRequest } from './fetch/fetch-source';
export { dedupe } from './maintenance/dedupe';
export { recountFacets } from './maintenance/recount-facets';
export { renormalize } from './maintenance/renormalize';
export { storeActivity } from './maintenance/store-activity';
export { legacyDocuments, upgradeDatabase, type UpgradeReport } from './upgrade/upgrade-database';
export { newEvent } from './store/event-document';
