import type { RuleBody, RuleException, RuleOrigin, RuleVersion, TenantId } from '@aoc/contracts';
import type { CollectionDefinition } from '@aoc/server/mongo';

/** A rule of a tenant, or of the provider (then `tenant_id` is PROVIDER_SCOPE). `_id` is the rule's id; of rules that AOC brings it follows from tenant and key, so that they come once. */
export interface RuleDocument {
  _id: string;
  tenant_id: TenantId;
  /** The name in lower case: names are there once per tenant. */
  name_key: string;
  body: RuleBody;
  origin: RuleOrigin;
  key: string | null;
  version: number;
  change: RuleVersion['change'];
  created_at: Date;
  updated_at: Date;
  updated_by: string;
  failing: string | null;
}

export const ruleCollection: CollectionDefinition = {
  name: 'alert_rules',
  indexes: [
    {
      name: 'tenant_name',
      serves: 'rules by name; a name is there once',
      key: { tenant_id: 1, name_key: 1 },
      unique: true,
      // Rules of 1.x have no name_key until the upgrade has given them one.
      partialFilterExpression: { name_key: { $exists: true } },
    },
  ],
};

/** A version of a rule that is no longer the current one, or the last one of a deleted rule. `_id` is rule id and version. */
export interface RuleVersionDocument {
  _id: string;
  tenant_id: TenantId;
  rule_id: string;
  version: number;
  changed_at: Date;
  changed_by: string;
  change: RuleVersion['change'];
  body: RuleBody;
}

export const ruleVersionCollection: CollectionDefinition = {
  name: 'rule_versions',
  indexes: [{ name: 'tenant_rule_version', serves: 'history of a rule', key: { tenant_id: 1, rule_id: 1, version: -1 } }],
};

/** What the rules of a tenant, or of the provider, have in common. `_id` is the tenant, or PROVIDER_SCOPE. */
export interface RuleStateDocument {
  _id: string;
  tenant_id: TenantId;
  /** Grows with every change of any rule: processes compile anew when it moves. */
  revision: number;
  /** Keys of the rules that were brought once; a deleted one does not come back. */
  seeded_keys: string[];
  /** Exceptions that hold for every rule. */
  exceptions: RuleException[];
}

/** What one tenant keeps of one rule of the provider. `_id` is tenant and rule. */
export interface ProviderRuleStateDocument {
  _id: string;
  tenant_id: TenantId;
  rule_id: string;
  /** The tenant's own, beside those that the rule brings. */
  exceptions: RuleException[];
  /** Why that version of the rule could not be run on this tenant's records. */
  failing: { version: number; why: string } | null;
}

export const providerRuleStateCollection: CollectionDefinition = {
  name: 'provider_rule_states',
  indexes: [{ name: 'tenant_rule', serves: 'what a tenant keeps of the rules of the provider', key: { tenant_id: 1, rule_id: 1 } }],
};

export const ruleStateCollection: CollectionDefinition = { name: 'rule_states', indexes: [] };
