import { ruleRoutes } from '@aoc/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { ruleKeys } from './rule-keys';

/** Deletes a rule; its alerts stay. */
export function useDeleteRule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callApi(ruleRoutes.deleteRule, { params: { id } }),
    onSuccess: async (_nothing, id) => {
      client.removeQueries({ queryKey: ruleKeys.detail(id) });
      await client.invalidateQueries({ queryKey: ruleKeys.list });
    },
  });
}
