import type { Alert } from '@aoc/contracts';
import type { QueryClient } from '@tanstack/react-query';
import { alertKeys } from './alert-keys';
import type { AlertList } from './list-alerts';

/** Changes one alert in every loaded list and detail. Rows stay where they are: the list itself leaves out what no longer belongs. */
export function patchCachedAlert(client: QueryClient, id: string, change: (alert: Alert) => Alert): void {
  const patch = (alert: Alert): Alert => (alert.id === id ? change(alert) : alert);
  client.setQueriesData<AlertList>({ queryKey: alertKeys.lists }, (list) =>
    list ? { ...list, pages: list.pages.map((page) => ({ ...page, items: page.items.map(patch) })) } : undefined,
  );
  client.setQueryData<Alert>(alertKeys.detail(id), (alert) => (alert ? change(alert) : undefined));
}

/** The alert as the page has it, from its detail or a list. */
export function cachedAlert(client: QueryClient, id: string): Alert | undefined {
  const detail = client.getQueryData<Alert>(alertKeys.detail(id));
  if (detail) return detail;
  for (const [, list] of client.getQueriesData<AlertList>({ queryKey: alertKeys.lists })) {
    const found = list?.pages.flatMap((page) => page.items).find((alert) => alert.id === id);
    if (found) return found;
  }
  return undefined;
}

/** Numbers are counted anew at once; other lists when they are shown next. */
export async function recount(client: QueryClient): Promise<void> {
  void client.invalidateQueries({ queryKey: alertKeys.incidents });
  await client.invalidateQueries({ queryKey: alertKeys.lists, refetchType: 'none' });
  await client.invalidateQueries({ queryKey: alertKeys.summary });
}
