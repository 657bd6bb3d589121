import { providerRuleRoutes, ruleRoutes, type Rule } from '@aoc/contracts';

/**
 * Where a rule is worked on: in the tenant that is shown, or at the provider, for all tenants at once. A rule of the provider is read in a
 * tenant, too: `scope` of a rule says whose it is, and this says through which routes the screen goes.
 */
export type RuleScope = Rule['scope'];

const atProvider = {
  list: providerRuleRoutes.listProviderRules,
  create: providerRuleRoutes.createProviderRule,
  export: providerRuleRoutes.exportProviderRules,
  import: providerRuleRoutes.importProviderRules,
  get: providerRuleRoutes.getProviderRule,
  replace: providerRuleRoutes.replaceProviderRule,
  enable: providerRuleRoutes.enableProviderRule,
  delete: providerRuleRoutes.deleteProviderRule,
  history: providerRuleRoutes.providerRuleHistory,
};
const inTenant = {
  list: ruleRoutes.listRules,
  create: ruleRoutes.createRule,
  export: ruleRoutes.exportRules,
  import: ruleRoutes.importRules,
  get: ruleRoutes.getRule,
  replace: ruleRoutes.replaceRule,
  enable: ruleRoutes.enableRule,
  delete: ruleRoutes.deleteRule,
  history: ruleRoutes.ruleHistory,
};
export const ruleRoutesOf = (scope: RuleScope) => (scope === 'provider' ? atProvider : inTenant);
