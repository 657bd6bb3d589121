import { identityRoutes } from '@aoc/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { apiKeyKeys } from './api-key-keys';

/** Revokes a key at once. */
export function useRevokeApiKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callApi(identityRoutes.revokeApiKey, { params: { id } }),
    onSettled: () => client.invalidateQueries({ queryKey: apiKeyKeys.list }),
  });
}
