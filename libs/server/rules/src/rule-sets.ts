import type { TenantId, WorkingTime } from '@aoc/contracts';
import { compileRules, type RuleSet } from '@aoc/detection';
import type { TenantContext } from '@aoc/server/context';
import { LRUCache } from 'lru-cache';
import { markLocalFailing } from './provider-rule-state.repository';
import { localRules } from './provider-rules';
import { providerScope } from './provider-scope';
import type { RuleStore } from './rule.repository';

/** Rules of a tenant, ready to run, with what alerts say of them. */
export interface TenantRules {
  set: RuleSet;
  versions: ReadonlyMap<string, number>;
  /** Which of them are the provider's. */
  ofProvider: ReadonlySet<string>;
}

interface Entry {
  /** Of the tenant's own rules, and of the provider's. */
  revisions: readonly [number, number];
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

  /** Two small queries when nothing has changed. */
  async of(ctx: TenantContext): Promise<TenantRules> {
    const provider = providerScope(ctx);
    const [state, shared] = await Promise.all([
      this.store.states.findOne(ctx, { _id: ctx.tenantId }),
      this.store.states.findOne(provider, { _id: provider.tenantId }, { projection: { revision: 1 } }),
    ]);
    const revisions = [state?.revision ?? 0, shared?.revision ?? 0] as const;
    const now = ctx.clock.now().getTime();
    const entry = this.known.get(ctx.tenantId);
    const unchanged = entry && entry.revisions[0] === revisions[0] && entry.revisions[1] === revisions[1];
    if (unchanged && Math.abs(now - entry.readAt) < MAX_AGE_MS) return entry.rules;
    const enabled = { 'body.enabled': true };
    const [own, local] = await Promise.all([this.store.rules.find(ctx, enabled).toArray(), localRules(ctx, this.store, enabled)]);
    const ofProvider = local.map(({ rule }) => rule);
    const rows = [...own, ...ofProvider];
    const workingTime = await this.workingTimeOf(ctx.tenantId);
    const set = compileRules(
      rows.map(({ _id, body }) => ({ id: _id, body })),
      { tenantId: ctx.tenantId, exceptions: state?.exceptions ?? [], ...(workingTime ? { workingTime } : {}) },
    );
    const rules: TenantRules = {
      set,
      versions: new Map(rows.map(({ _id, version }) => [_id, version])),
      ofProvider: new Set(ofProvider.map(({ _id }) => _id)),
    };
    this.known.set(ctx.tenantId, { revisions, readAt: now, rules });
    return rules;
  }
}

/** Notes why a rule could not be run on records of this tenant, once; a change of the rule clears it. */
export async function markFailing(
  ctx: TenantContext,
  store: RuleStore,
  { versions, ofProvider }: TenantRules,
  id: string,
  reason: string,
): Promise<void> {
  const why = reason.slice(0, 500);
  if (ofProvider.has(id)) await markLocalFailing(ctx, store, id, { version: versions.get(id) ?? 1, why });
  else await store.rules.updateOne(ctx, { _id: id, failing: null }, { $set: { failing: why } });
}
