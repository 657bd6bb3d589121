import { DomainError } from '@aoc/contracts';
import { recordAudit, type AuditEntry } from '@aoc/server/audit';
import type { TenantContext } from '@aoc/server/context';
import type { ApiDependencies } from '../app/dependencies';

/** An answer waits this long for its row. */
const WAIT_MS = 3000;
const RETRY_MS = 1000;

interface Row {
  ctx: TenantContext;
  entry: AuditEntry & { at: Date };
  state: 'writing' | 'failed' | 'stored';
}

/**
 * Writes rows of the audit trail. One that cannot be written is kept in memory and tried again, and while there is one nothing is done
 * that would need another: at most what was under way is recorded late, and lost only if the process dies before (the log has it then).
 */
export class AuditSpool {
  private readonly kept = new Set<Row>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly deps: Pick<ApiDependencies, 'audit' | 'logger' | 'metrics'>) {}

  /** @throws DomainError unavailable while a row could not be written */
  assertOpen(): void {
    if (this.kept.size > 0) throw auditAway();
  }

  /** @returns whether the row is stored; else it is kept */
  async record(ctx: TenantContext, entry: AuditEntry): Promise<boolean> {
    const row: Row = { ctx, entry: { ...entry, at: entry.at ?? ctx.clock.now() }, state: 'writing' };
    let limit: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      limit = setTimeout(resolve, WAIT_MS);
    });
    await Promise.race([this.write(row), late]);
    clearTimeout(limit);
    if (isStored(row)) return true;
    this.keep(row);
    return false;
  }

  /** Tries once more; what is still not stored is in the log. */
  async close(): Promise<void> {
    clearTimeout(this.timer);
    const limit = new Promise<void>((resolve) => setTimeout(resolve, RETRY_MS).unref());
    await Promise.race([this.writeKept(), limit]);
    for (const { ctx, entry } of this.kept)
      this.deps.logger.fatal({ audit: entry, tenant: ctx.tenantId, request_id: ctx.requestId }, 'a row of the audit trail is lost');
  }

  /** Never rejects. */
  private async write(row: Row): Promise<void> {
    const { ctx, entry } = row;
    row.state = 'writing';
    const { logger, metrics } = this.deps;
    try {
      const { seq, hash } = await recordAudit(ctx, this.deps.audit, entry);
      row.state = 'stored';
      this.kept.delete(row);
      metrics.auditWaiting.set(this.kept.size);
      metrics.auditRows.inc({ outcome: entry.outcome });
      // Logs that leave the machine are where a chain that was written anew shows.
      logger.info({ tenant: ctx.tenantId, request_id: ctx.requestId, action: entry.action, seq, hash }, 'audit');
    } catch (error) {
      row.state = 'failed';
      metrics.auditFailures.inc();
      logger.error(
        { err: error, audit: entry, tenant: ctx.tenantId, request_id: ctx.requestId },
        'a row of the audit trail was not written',
      );
    }
  }

  private keep(row: Row): void {
    this.kept.add(row);
    this.deps.metrics.auditWaiting.set(this.kept.size);
    this.schedule();
  }

  private schedule(): void {
    clearTimeout(this.timer);
    if (this.kept.size > 0) this.timer = setTimeout(() => void this.writeKept().then(() => this.schedule()), RETRY_MS).unref();
  }

  private async writeKept(): Promise<void> {
    for (const row of this.kept) {
      if (row.state === 'failed') await this.write(row);
      if (row.state !== 'stored') return;
    }
  }
}

const isStored = ({ state }: Row): boolean => state === 'stored';

export const auditAway = (): DomainError =>
  new DomainError('unavailable', 'The audit trail cannot be written, and nothing is done without it. Try again in a moment.');
