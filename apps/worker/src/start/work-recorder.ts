import { recordWork, type AuditEntry, type AuditTrail } from '@aoc/server/audit';
import { actingAs, type TenantContext } from '@aoc/server/context';
import type { Logger, Metrics } from '@aoc/server/observability';

/** Leaves a row in the audit trail about what the worker has done. Never rejects: what cannot be written is in the log. */
export type WorkRecorder = (ctx: TenantContext, entry: AuditEntry) => Promise<void>;

export function workRecorder(trail: AuditTrail, { logger, metrics }: { logger: Logger; metrics: Metrics }): WorkRecorder {
  return async (ctx, entry) => {
    const fields = { tenant: ctx.tenantId, request_id: ctx.requestId };
    try {
      const { seq, hash } = await recordWork(actingAs(ctx, 'system:worker'), trail, entry);
      metrics.auditRows.inc({ outcome: entry.outcome });
      logger.info({ ...fields, action: entry.action, seq, hash }, 'audit');
    } catch (error) {
      metrics.auditFailures.inc();
      logger.fatal({ ...fields, err: error, audit: entry }, 'a row of the audit trail is lost');
    }
  };
}
