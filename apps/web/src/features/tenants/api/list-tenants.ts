import { tenantRoutes } from '@aoc/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { tenantKeys } from './tenant-keys';

const tenantsQuery = queryOptions({
  queryKey: tenantKeys.list,
  queryFn: ({ signal }) => callApi(tenantRoutes.listTenants, {}, signal),
});

/** Tenants that who is signed in may manage, by name. */
export const useTenants = () => useQuery(tenantsQuery);
