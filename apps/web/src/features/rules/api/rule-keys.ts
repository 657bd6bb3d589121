import type { RuleScope } from './rule-routes';

/** Cache keys of the rule queries. */
export const ruleKeys = {
  all: ['rules'] as const,
  list: (at: RuleScope) => (at === 'provider' ? (['rules', 'provider', 'list'] as const) : (['rules', 'list'] as const)),
  detail: (id: string, at: RuleScope) => ['rules', at, 'detail', id] as const,
  history: (id: string, at: RuleScope) => ['rules', at, 'history', id] as const,
  fields: ['rules', 'fields'] as const,
};
