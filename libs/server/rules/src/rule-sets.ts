import type { TenantId, WorkingTime } from '@aoc/contracts';
import { compileRules, type RuleSet } from '@aoc/detection';
import type { TenantContext } from '@aoc/server/context';
import { LRUCache } from 'lru-cache';
import type { RuleStore } from './rule.repository';

/** Rules of a tenant, ready to run, with what alerts say of them. */
export interface TenantRules {
  set: RuleSet;
  versions: ReadonlyMap<string, number>;
}

interface Entry {
  revision: number;
  readAt: number;
  rules: TenantRules;
}

/** Even when no revision told of it, rules are read again after this long: a process may have died between change and revision. */
const MAX_AGE_MS = 60_000;

/** The rule sets of tenants, compiled once per change and process. */
export class RuleSets {
  private readonly known = new LRUCache<TenantId, Entry>({ max: 500 });

  constructor(
    private readonly store: RuleStore,
    /** Working time of a tenant; null: the usual one. */
    private readonly workingTimeOf: (tenant: TenantId) => Promise<WorkingTime | null> = async () => null,
  ) {}

  /** One small query when nothing has changed. */
  async of(ctx: TenantContext): Promise<TenantRules> {
    const state = await this.store.states.findOne(ctx, { _id: ctx.tenantId });
    const revision = state?.revision ?? 0;
    const now = ctx.clock.now().getTime();
    const entry = this.known.get(ctx.tenantId);
    if (entry && entry.revision === revision && Math.abs(now - entry.readAt) < MAX_AGE_MS) return entry.rules;
    const rows = await this.store.rules.find(ctx, { 'body.enabled': true }).toArray();
    const workingTime = await this.workingTimeOf(ctx.tenantId);
    const set = compileRules(
      rows.map(({ _id, body }) => ({ id: _id, body })),
      { tenantId: ctx.tenantId, exceptions: state?.exceptions ?? [], ...(workingTime ? { workingTime } : {}) },
    );
    const rules = { set, versions: new Map(rows.map(({ _id, version }) => [_id, version])) };
    this.known.set(ctx.tenantId, { revision, readAt: now, rules });
    return rules;
  }
}

/** Notes why a rule could not be run, once; a change of the rule clears it. */
export async function markFailing(ctx: TenantContext, store: RuleStore, id: string, why: string): Promise<void> {
  await store.rules.updateOne(ctx, { _id: id, failing: null }, { $set: { failing: why.slice(0, 500) } });
}
