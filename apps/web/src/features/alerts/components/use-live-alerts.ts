import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { showsAllTenants } from '../../../shared/api/all-tenants';
import { useVisible } from '../../../shared/use-visible';
import { alertKeys } from '../api/alert-keys';
import { patchCachedAlert } from '../api/patch-cached-alert';
import { streamAlerts } from '../api/stream-alerts';

/** A burst of alerts is read once. */
const BATCH_MS = 400;

/** Brings new alerts into list, badge and open alert while the tab is in view. */
export function useLiveAlerts(): void {
  const client = useQueryClient();
  const visible = useVisible();
  const refresh = useEffectEvent(() => {
    void client.invalidateQueries({ queryKey: alertKeys.lists });
    void client.invalidateQueries({ queryKey: alertKeys.summary });
  });
  useEffect(() => {
    // A live view is of one tenant; the list of all tenants is read again now and then.
    if (!visible || showsAllTenants()) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const soon = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        refresh();
      }, BATCH_MS);
    };
    const stop = streamAlerts((alert) => {
      patchCachedAlert(client, alert.id, (known) => (known.version > alert.version ? known : { ...known, ...alert }));
      soon();
    }, soon);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [visible, client]);
}
