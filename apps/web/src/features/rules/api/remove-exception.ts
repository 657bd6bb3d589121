import { ruleRoutes } from '@aoc/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { ruleKeys } from './rule-keys';

interface RemoveException {
  id: string;
  exceptionId: string;
}

export function useRemoveException() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, exceptionId }: RemoveException) =>
      callApi(ruleRoutes.removeException, { params: { id, exception_id: exceptionId } }),
    onSuccess: async (rule) => {
      client.setQueryData(ruleKeys.detail(rule.id, 'tenant'), rule);
      await client.invalidateQueries({ queryKey: ruleKeys.all });
    },
  });
}
