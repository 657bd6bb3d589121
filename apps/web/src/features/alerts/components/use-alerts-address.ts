import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { parseAlertsSearch, type AlertFilters } from '../model/alert-filters';

const route = getRouteApi('/alerts');

/** Filters and open alert as the address has them, and the ways to change them. */
export function useAlertsAddress() {
  const { alert, ...rest } = parseAlertsSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const json = JSON.stringify(rest);
  const filters = useMemo<AlertFilters>(() => rest, [json]);
  return {
    filters,
    alertId: alert,
    setFilters: (next: AlertFilters, replace = false) => void navigate({ search: parseAlertsSearch({ ...next, alert }), replace }),
    openAlert: (id: string, replace = false) => void navigate({ search: { ...filters, alert: id }, replace }),
    closeAlert: () => void navigate({ search: filters }),
  };
}
export type AlertsAddress = ReturnType<typeof useAlertsAddress>;
