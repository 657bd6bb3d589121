import { PROVIDER_SCOPE, type Rule } from '@aoc/contracts';
import type { LocalRule } from './provider-rules';
import type { RuleDocument } from './rule.schema';

/** How rules fared, by rule id. */
export type RuleStats = ReadonlyMap<string, Rule['stats']>;

const NO_ALERTS: Rule['stats'] = { alerts_30d: 0, false_positives_30d: 0, last_alert_at: null };

/** A stored rule as it goes over the wire. */
export function toRule(document: RuleDocument, stats?: RuleStats): Rule {
  return {
    id: document._id,
    _id: document._id,
    tenant_id: document.tenant_id,
    scope: document.tenant_id === PROVIDER_SCOPE ? 'provider' : 'tenant',
    ...document.body,
    provider_exceptions: [],
    origin: document.origin,
    key: document.key,
    version: document.version,
    created_at: document.created_at.toISOString(),
    updated_at: document.updated_at.toISOString(),
    updated_by: document.updated_by,
    failing: document.failing,
    stats: stats?.get(document._id) ?? NO_ALERTS,
  };
}

/** A rule of the provider as it goes over the wire in a tenant. */
export const toLocalRule = ({ rule, providerExceptions }: LocalRule, stats?: RuleStats): Rule => ({
  ...toRule(rule, stats),
  provider_exceptions: [...providerExceptions],
});
