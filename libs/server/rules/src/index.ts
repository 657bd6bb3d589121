export { providerRuleStateCollection, ruleCollection, ruleStateCollection, ruleVersionCollection, type RuleDocument } from './rule.schema';
export { ruleStore, type RuleStore } from './rule.repository';
export { toRule, type RuleStats } from './rule-wire';
export { checkRule } from './check-rule';
export {
  addException,
  createRule,
  deleteRule,
  enableRule,
  findRule,
  getRule,
  listRules,
  removeException,
  replaceRule,
  ruleHistory,
} from './rules';
export { exportRules, importRules } from './import-rules';
export { seedRules, type BroughtRule } from './seed-rules';
export { markFailing, RuleSets, type TenantRules } from './rule-sets';
export { asProvider } from './provider-scope';
export {
  createProviderRule,
  deleteProviderRule,
  getProviderRule,
  importProviderRules,
  leaveProviderRules,
  listProviderRules,
  replaceProviderRule,
} from './manage-provider-rules';
export { adoptLegacyRules } from './adopt-rules.repository';
export { addGlobalException, listGlobalExceptions, removeGlobalException } from './global-exceptions';
