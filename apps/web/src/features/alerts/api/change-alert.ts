import { alertRoutes, type AlertChange } from '@aoc/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ProblemError } from '../../../shared/api/api-error';
import { callApi } from '../../../shared/api/call-api';
import { withChange } from '../model/apply-change';
import { alertKeys } from './alert-keys';
import { cachedAlert, patchCachedAlert, recount } from './patch-cached-alert';

export interface ChangeAlert {
  id: string;
  change: Omit<AlertChange, 'version'>;
}

/**
 * Changes status or assignee of one alert. It shows at once and is taken back when the server refuses. One after the other, so that a
 * second key press on the same alert knows the version that the first one made.
 */
export function useChangeAlert() {
  const client = useQueryClient();
  return useMutation({
    scope: { id: 'change-alert' },
    mutationFn: ({ id, change }: ChangeAlert) =>
      callApi(alertRoutes.changeAlert, { params: { id }, body: { ...change, version: cachedAlert(client, id)?.version } }),
    onMutate: async ({ id, change }) => {
      await client.cancelQueries({ queryKey: alertKeys.lists });
      const before = cachedAlert(client, id);
      patchCachedAlert(client, id, (alert) => withChange(alert, change));
      return before;
    },
    onError: async (error, { id }, before) => {
      if (before) patchCachedAlert(client, id, (alert) => ({ ...before, version: alert.version }));
      // Somebody else was quicker: show what they made of it.
      if (error instanceof ProblemError && error.problem.status === 409) {
        await client.invalidateQueries({ queryKey: alertKeys.detail(id) });
        await client.invalidateQueries({ queryKey: alertKeys.lists });
      }
    },
    onSuccess: (alert) => patchCachedAlert(client, alert.id, () => alert),
    onSettled: () => recount(client),
  });
}
