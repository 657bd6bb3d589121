import { ruleRoutes, type RuleBody } from '@aoc/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { ruleKeys } from './rule-keys';

export interface SaveRule {
  rule: RuleBody;
  /** The rule and the version that was edited; without it, a rule is created. */
  base: { id: string; version: number } | null;
}

/** Creates a rule, or replaces the version that was edited; refused when there is another one by now. */
export function useSaveRule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ rule, base }: SaveRule) =>
      base === null
        ? callApi(ruleRoutes.createRule, { body: rule })
        : callApi(ruleRoutes.replaceRule, { params: { id: base.id }, body: { ...rule, version: base.version } }),
    onError: async (_error, { base }) => {
      // It may have been refused because of a version that is not known here yet.
      if (base) await client.invalidateQueries({ queryKey: ruleKeys.detail(base.id) });
    },
    onSuccess: async (rule) => {
      client.setQueryData(ruleKeys.detail(rule.id), rule);
      await client.invalidateQueries({ queryKey: ruleKeys.all });
    },
  });
}
