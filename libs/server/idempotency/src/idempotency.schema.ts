import type { TenantId } from '@aoc/contracts';
import type { CollectionDefinition } from '@aoc/server/mongo';

/** Outcome of a write that carried an Idempotency-Key. `_id` is a hash over tenant, caller, route and key. */
export interface IdempotencyDocument {
  _id: string;
  tenant_id: TenantId;
  /** Hash of what was asked: the same key with another request is a mistake of the client. */
  request_hash: string;
  state: 'running' | 'done';
  /** Whoever runs it now; a new one takes over when the old one has been silent too long. */
  owner: string;
  started_at: Date;
  status: number | null;
  /** Answer as JSON text. */
  answer: string | null;
}

export const idempotencyCollection: CollectionDefinition = {
  name: 'idempotency_keys',
  indexes: [{ name: 'expiry', serves: 'keys are forgotten after a day', key: { started_at: 1 }, expireAfterSeconds: 86_400 }],
};
