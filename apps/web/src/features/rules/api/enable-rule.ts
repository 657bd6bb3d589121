import type { Rule } from '@aoc/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { ruleKeys } from './rule-keys';
import { ruleRoutesOf, type RuleScope } from './rule-routes';

interface RuleList {
  items: Rule[];
  total: number;
}
interface EnableRule {
  id: string;
  enabled: boolean;
}

/** Switches a rule on or off; shown at once, taken back when it is refused. */
export function useEnableRule(at: RuleScope) {
  const client = useQueryClient();
  const patch = ({ id, enabled }: EnableRule) => {
    client.setQueryData<RuleList>(ruleKeys.list(at), (list) =>
      list ? { ...list, items: list.items.map((rule) => (rule.id === id ? { ...rule, enabled } : rule)) } : undefined,
    );
    client.setQueryData<Rule>(ruleKeys.detail(id, at), (rule) => (rule ? { ...rule, enabled } : undefined));
  };
  return useMutation({
    mutationFn: ({ id, enabled }: EnableRule) => callApi(ruleRoutesOf(at).enable, { params: { id }, body: { enabled } }),
    onMutate: async (change) => {
      await client.cancelQueries({ queryKey: ruleKeys.list(at) });
      patch(change);
    },
    onError: (_error, { id, enabled }) => patch({ id, enabled: !enabled }),
    onSettled: () => client.invalidateQueries({ queryKey: ruleKeys.all }),
  });
}
