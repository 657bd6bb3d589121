export { jobs, QUEUES, type JobDefinition, type QueueName } from './jobs';
export { jobByName, QueueClient, type AddOptions } from './queue-client';
export { connectValkey, queueAnswers, sharedWaits, type Redis } from './valkey';
export { handlersByName, PostponeJob, queueWorker, type Handlers, type JobRun } from './queue-worker';
export { ExpiringStore } from './expiring-store';
export { OneTimeStore } from './one-time-store';
export { WindowStore, type StoredEntry, type WindowKey, type WindowRange } from './window-store';
export { isBefore, liveFrom, LiveListener, publishLive, type LiveBatch } from './live-channel';
export { QuotaStore, type QuotaAmount } from './quota-store';
