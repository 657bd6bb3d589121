import type { RuleBody } from '@aoc/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { ruleKeys } from './rule-keys';
import { ruleRoutesOf, type RuleScope } from './rule-routes';

export interface SaveRule {
  rule: RuleBody;
  /** The rule and the version that was edited; without it, a rule is created. */
  base: { id: string; version: number } | null;
}

/** Creates a rule, or replaces the version that was edited; refused when there is another one by now. */
export function useSaveRule(at: RuleScope) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ rule, base }: SaveRule) =>
      base === null
        ? callApi(ruleRoutesOf(at).create, { body: rule })
        : callApi(ruleRoutesOf(at).replace, { params: { id: base.id }, body: { ...rule, version: base.version } }),
    onError: async (_error, { base }) => {
      // It may have been refused because of a version that is not known here yet.
      if (base) await client.invalidateQueries({ queryKey: ruleKeys.detail(base.id, at) });
    },
    onSuccess: async (rule) => {
      client.setQueryData(ruleKeys.detail(rule.id, at), rule);
      await client.invalidateQueries({ queryKey: ruleKeys.all });
    },
  });
}
