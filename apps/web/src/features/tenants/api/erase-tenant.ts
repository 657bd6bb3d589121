import { tenantRoutes } from '@aoc/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { tenantKeys } from './tenant-keys';

/** Deletes everything of a disabled tenant; the answer says what was deleted and what was found afterwards. */
export function useEraseTenant(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (confirm: string) => callApi(tenantRoutes.eraseTenant, { params: { id }, body: { confirm } }),
    // The list is read again when the proof has been seen: with the tenant its card goes, and the proof with it.
    onError: () => client.invalidateQueries({ queryKey: tenantKeys.list }),
  });
}
