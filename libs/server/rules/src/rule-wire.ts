import type { Rule } from '@aoc/contracts';
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
    ...document.body,
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
