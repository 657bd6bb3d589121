import type { AuditRow } from '@aoc/contracts';
import type { AuditRowDocument } from './audit.schema';

/** A row as it leaves: with everything that a check of the chain needs. */
export const toAuditRow = ({
  tenant_id,
  seq,
  at,
  actor,
  role,
  action,
  target,
  request_id,
  outcome,
  detail,
  prev_hash,
  hash,
  mac,
}: AuditRowDocument): AuditRow => ({
  tenant_id,
  seq,
  at: at.toISOString(),
  actor,
  role,
  action,
  target,
  request_id,
  outcome,
  detail,
  prev_hash,
  hash,
  mac,
});
