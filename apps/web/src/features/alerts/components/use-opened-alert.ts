import type { Alert } from '@aoc/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { cachedAlert } from '../api/patch-cached-alert';

/** The alert of the panel: of the list, or as its detail was read. */
export function useOpenedAlert(id: string | undefined, rows: Alert[]): Alert | undefined {
  const client = useQueryClient();
  if (id === undefined) return undefined;
  return rows.find((alert) => alert.id === id) ?? cachedAlert(client, id);
}
