import { alertRoutes, type AlertChange } from '@aoc/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { tenantOfId } from '../../../shared/api/owned-ids';
import { callApi } from '../../../shared/api/call-api';
import type { CallOutput } from '../../../shared/api/route-types';
import { withChange } from '../model/apply-change';
import { alertKeys } from './alert-keys';
import { cachedAlert, patchCachedAlert } from './patch-cached-alert';

export interface BulkChange {
  ids: string[];
  change: Omit<AlertChange, 'version'>;
}

type BulkResult = CallOutput<typeof alertRoutes.bulkAlerts>;

/** The same change to many alerts; shown at once, then read again, since some of them may have failed. */
export function useBulkAlerts() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ ids, change }: BulkChange): Promise<BulkResult> => {
      // Where all tenants are shown, each tenant's alerts are changed in it.
      const groups = [...Map.groupBy(ids, tenantOfId).values()];
      const results = await Promise.all(groups.map((some) => callApi(alertRoutes.bulkAlerts, { body: { ids: some, ...change } })));
      const sum = (of: (result: BulkResult) => number): number => results.reduce((total, result) => total + of(result), 0);
      return {
        changed: sum(({ changed }) => changed),
        unchanged: sum(({ unchanged }) => unchanged),
        failed: results.flatMap(({ failed }) => failed),
      };
    },
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
