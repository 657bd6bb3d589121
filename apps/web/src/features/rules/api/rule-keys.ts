/** Cache keys of the rule queries. */
export const ruleKeys = {
  all: ['rules'] as const,
  list: ['rules', 'list'] as const,
  detail: (id: string) => ['rules', 'detail', id] as const,
  history: (id: string) => ['rules', 'history', id] as const,
  fields: ['rules', 'fields'] as const,
};
