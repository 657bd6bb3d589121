export { jobs, QUEUES, type JobDefinition, type QueueName } from './jobs';
export { jobByName, QueueClient, type AddOptions } from './queue-client';
export { connectValkey, queueAnswers, type Redis } from './valkey';
