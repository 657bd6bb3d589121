import type { AuditDetail, AuditOutcome, CallerKind, TenantId } from '@aoc/contracts';
import type { CollectionDefinition } from '@aoc/server/mongo';

/** What a row says, apart from its place in the chain. */
export interface AuditStatement {
  at: Date;
  actor: { id: string; display: string; kind: CallerKind };
  role: string;
  action: string;
  target: string | null;
  request_id: string;
  outcome: AuditOutcome;
  detail: AuditDetail;
}

/** A row of the audit trail: never changed, never deleted. */
export interface AuditRowDocument extends AuditStatement {
  tenant_id: TenantId;
  /** From 1, without gaps. */
  seq: number;
  /** `hash` of row `seq - 1`; of the first row 64 zeros. */
  prev_hash: string;
  /** SHA-256 over the canonical JSON of everything but `_id`, `hash` and `mac`. */
  hash: string;
  /** HMAC of `hash` under a key that is not in the database; null without one. */
  mac: string | null;
}

/** Where the chain of a tenant ends, so that rows cannot be cut off its end. `_id` is the tenant. It may lag behind the last rows, never the other way round. */
export interface AuditHeadDocument {
  _id: string;
  tenant_id: TenantId;
  seq: number;
  hash: string;
  mac: string | null;
}

export const auditLogCollection: CollectionDefinition = {
  name: 'audit_log',
  indexes: [
    {
      name: 'tenant_seq',
      serves: 'the chain of a tenant in order, and its end; one row for each place',
      key: { tenant_id: 1, seq: 1 },
      unique: true,
    },
    { name: 'tenant_at', serves: 'the audit trail of a tenant, newest first', key: { tenant_id: 1, at: -1, seq: -1 } },
    { name: 'tenant_target', serves: 'what was done to one thing, newest first', key: { tenant_id: 1, target: 1, at: -1, seq: -1 } },
  ],
};

export const auditHeadCollection: CollectionDefinition = { name: 'audit_heads', indexes: [] };
