export { idempotencyCollection } from './idempotency.schema';
export { idempotencyStore, type IdempotencyStore } from './idempotency.repository';
export { onceId, runOnce, type OnceInput, type Outcome } from './run-once';
