import type { TenantId } from '@aoc/contracts';
import type { CollectionDefinition } from '@aoc/server/mongo';

/** New events of one ingest batch that wait to be forwarded. Deleted once the receiver has accepted them. */
export interface SiemOutboxDocument {
  /** Also the id that the receiver sees, so that it can drop a repeat. */
  _id: string;
  tenant_id: TenantId;
  /** Order of delivery within the tenant. */
  seq: number;
  keys: string[];
  created_at: Date;
}

/** State of forwarding of a tenant; `_id` is the tenant id. */
export interface SiemStateDocument {
  _id: string;
  tenant_id: TenantId;
  last_seq: number;
  failures: number;
  last_error: string | null;
  last_success: Date | null;
  next_attempt: Date | null;
}

export const siemOutboxCollection: CollectionDefinition = {
  name: 'siem_outbox',
  indexes: [{ name: 'tenant_order', serves: 'next batch of a tenant', key: { tenant_id: 1, seq: 1 } }],
};
export const siemStateCollection: CollectionDefinition = { name: 'siem_state', indexes: [] };
