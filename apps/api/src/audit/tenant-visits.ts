import type { RouteContract } from '@aoc/contracts';
import type { AuditEntry } from '@aoc/server/audit';
import type { TenantContext } from '@aoc/server/context';
import type { Principal } from '@aoc/server/identity';
import { LRUCache } from 'lru-cache';

const VISIT_MS = 3_600_000;
const MAX_VISITS = 10_000;

/** Who looks into tenants that are not their own: a row for each person and tenant when they come, and anew after an hour. */
export class TenantVisits {
  private readonly begun = new LRUCache<string, number>({ max: MAX_VISITS });

  /**
   * `own`: tenant of the environment, the home of who has none.
   * @returns what the trail of the tenant that is shown says of a visit that begins, the trail of the caller's own of one to all tenants
   */
  begin(ctx: TenantContext, { home }: Pick<Principal, 'home'>, own: string, contract: RouteContract): AuditEntry | null {
    const all = ctx.tenants.length > 1;
    if (contract.provider || (!all && ctx.tenantId === (home ?? own))) return null;
    const target = all ? '*' : ctx.tenantId;
    const key = JSON.stringify([ctx.actor.kind, ctx.actor.id, target]);
    const now = ctx.clock.now().getTime();
    if (now - (this.begun.get(key) ?? -Infinity) < VISIT_MS) return null;
    this.begun.set(key, now);
    const detail = { operation: contract.operationId, ...(all ? { tenants_count: ctx.tenants.length } : {}) };
    return { action: 'switchTenant', target, outcome: 'ok', detail };
  }
}
