import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { ruleKeys } from './rule-keys';
import { ruleRoutesOf, type RuleScope } from './rule-routes';

/** Deletes a rule; its alerts stay. */
export function useDeleteRule(at: RuleScope) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callApi(ruleRoutesOf(at).delete, { params: { id } }),
    onSuccess: async (_nothing, id) => {
      client.removeQueries({ queryKey: ruleKeys.detail(id, at) });
      await client.invalidateQueries({ queryKey: ruleKeys.list('tenant') });
      if (at === 'provider') await client.invalidateQueries({ queryKey: ruleKeys.list(at) });
    },
  });
}
