import { tenantRoutes } from '@aoc/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import type { CallInput } from '../../../shared/api/route-types';
import { tenantKeys } from './tenant-keys';

export type TenantInput = CallInput<typeof tenantRoutes.changeTenant>['body'];
export type NewTenantInput = CallInput<typeof tenantRoutes.createTenant>['body'];

function useRefresh() {
  const client = useQueryClient();
  return async () => {
    await client.invalidateQueries({ queryKey: tenantKeys.list });
    // The switcher names tenants too.
    await client.invalidateQueries({ queryKey: ['me'] });
  };
}

/** Changes settings of a tenant; what is left out stays. */
export function useChangeTenant(id: string) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (change: TenantInput) => callApi(tenantRoutes.changeTenant, { params: { id }, body: change }),
    onSettled: refresh,
  });
}

/** Registers another tenant. */
export function useCreateTenant() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (tenant: NewTenantInput) => callApi(tenantRoutes.createTenant, { body: tenant }),
    onSettled: refresh,
  });
}
