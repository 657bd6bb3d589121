import { identityRoutes } from '@aoc/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import type { CallInput } from '../../../shared/api/route-types';
import { apiKeyKeys } from './api-key-keys';

type NewKey = CallInput<typeof identityRoutes.createApiKey>['body'];

/** Makes a key. The answer is the only place where it stands, so it is kept no longer than it is shown. */
export function useCreateApiKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (key: NewKey) => callApi(identityRoutes.createApiKey, { body: key }),
    gcTime: 0,
    onSettled: () => client.invalidateQueries({ queryKey: apiKeyKeys.list }),
  });
}
