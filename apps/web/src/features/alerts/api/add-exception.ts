import { ruleRoutes } from '@aoc/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import type { CallInput } from '../../../shared/api/route-types';

interface AddException {
  ruleId: string;
  body: CallInput<typeof ruleRoutes.addException>['body'];
}

/** Lets a rule pass over events like the one of an alert. */
export function useAddException() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ ruleId, body }: AddException) => callApi(ruleRoutes.addException, { params: { id: ruleId }, body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['rules'] }),
  });
}
