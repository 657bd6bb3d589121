import type { AuditFilter, AuditRow } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import type { AuditTrail } from './audit-trail.repository';
import { toAuditRow } from './audit-wire';
import { auditCondition } from './list-audit';

/** Line of an export: a row, or at its end how many there were and where the chain ended when it began. */
export type AuditExportLine = AuditRow | { end: true; rows: number; head: { seq: number; hash: string; mac: string | null } | null };

/** Every row that matches, in the order of the chain. Memory does not grow with them. */
export async function* exportAudit(ctx: TenantContext, trail: AuditTrail, filter: AuditFilter): AsyncGenerator<AuditExportLine> {
  const head = await trail.heads.findOne(ctx, { _id: ctx.tenantId });
  let rows = 0;
  const cursor = trail.rows.find(ctx, auditCondition(filter), { sort: { seq: 1 }, hint: 'tenant_seq', batchSize: 500 });
  try {
    for await (const row of cursor) {
      rows += 1;
      yield toAuditRow(row);
    }
  } finally {
    await cursor.close();
  }
  yield { end: true, rows, head: head && { seq: head.seq, hash: head.hash, mac: head.mac } };
}
