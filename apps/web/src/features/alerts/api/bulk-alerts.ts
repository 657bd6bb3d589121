import { alertRoutes, type AlertChange } from '@aoc/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { withChange } from '../model/apply-change';
import { alertKeys } from './alert-keys';
import { cachedAlert, patchCachedAlert } from './patch-cached-alert';

export interface BulkChange {
  ids: string[];
  change: Omit<AlertChange, 'version'>;
}

/** The same change to many alerts; shown at once, then read again, since some of them may have failed. */
export function useBulkAlerts() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ ids, change }: BulkChange) => callApi(alertRoutes.bulkAlerts, { body: { ids, ...change } }),
    onMutate: async ({ ids, change }) => {
      await client.cancelQueries({ queryKey: alertKeys.lists });
      const before = ids.flatMap((id) => cachedAlert(client, id) ?? []);
      for (const id of ids) patchCachedAlert(client, id, (alert) => withChange(alert, change));
      return before;
    },
    onError: (_error, _variables, before) => {
      for (const alert of before ?? []) patchCachedAlert(client, alert.id, () => alert);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['alerts'] }),
  });
}
