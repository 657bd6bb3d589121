import { DEFAULT_RULES, PACK_RULES } from '@aoc/detection';
import { alertStore } from '@aoc/server/alerts';
import type { Config } from '@aoc/server/config';
import type { TenantContext } from '@aoc/server/context';
import { eventStore } from '@aoc/server/events';
import type { Connection } from '@aoc/server/mongo';
import { adoptLegacyRules, RuleSets, ruleStore, seedRules, type BroughtRule } from '@aoc/server/rules';
import { TenantRepository } from '@aoc/server/tenants';
import type { TenantId } from '@aoc/contracts';
import type { Detection, Windows } from './detection';

/** Detection of one process, without anybody who is told of its alerts. */
export function openDetection(connection: Connection, config: Pick<Config, 'ALERT_DEDUPE_MINUTES'>, windows: Windows): Detection {
  const rules = ruleStore(connection);
  const tenants = new TenantRepository(connection);
  const workingTimeOf = async (tenant: TenantId) => (await tenants.find(tenant))?.workingTime ?? null;
  return {
    events: eventStore(connection),
    rules,
    ruleSets: new RuleSets(rules, workingTimeOf),
    workingTimeOf,
    alerts: alertStore(connection, config.ALERT_DEDUPE_MINUTES),
    windows,
    stopwatch: () => performance.now(),
  };
}

const BROUGHT: readonly BroughtRule[] = [
  ...DEFAULT_RULES.map((rule): BroughtRule => ({ ...rule, origin: 'default' })),
  ...PACK_RULES.map((rule): BroughtRule => ({ ...rule, origin: 'pack' })),
];

/**
 * Makes a tenant's rules ready: takes over those of 1.x, then brings the rules that come with AOC and that it never had.
 * @returns names of rules of 1.x that could not be taken over
 */
export async function prepareRules(ctx: TenantContext, connection: Connection, detection: Detection): Promise<string[]> {
  const { refused } = await adoptLegacyRules(ctx, connection);
  await seedRules(ctx, detection.rules, BROUGHT);
  return refused;
}
