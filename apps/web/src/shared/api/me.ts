import { identityRoutes, type RouteContract, type RouteRole } from '@aoc/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { isSignInOn } from './access';
import { showsAllTenants } from './all-tenants';
import { callApi } from './call-api';

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => callApi(identityRoutes.me, {}, signal),
  staleTime: 5 * 60_000,
  // A refusal is shown by screens that ask, too, for their title: they would ask for ever.
  retryOnMount: false,
});

/** Who is signed in; nothing is asked while sign-in is off. */
export const useMe = () => useQuery({ ...meQuery, enabled: isSignInOn() });

const RANK: Readonly<Record<RouteRole, number>> = { public: 0, viewer: 1, analyst: 2, admin: 3, msp_admin: 4 };

/** Name of the tenant that is shown, for who may see several; null where there is only one. */
export function useTenantName(): string | null {
  const { data } = useMe();
  if (!data || data.tenants.length < 2) return null;
  if (showsAllTenants()) return 'All tenants';
  return data.tenants.find(({ tenant_id }) => tenant_id === data.tenant_id)?.name ?? data.tenant_id;
}

/** Names of the tenants that who is signed in may see, by id. */
export function useTenantNames(): ReadonlyMap<string, string> {
  const tenants = useMe().data?.tenants;
  return useMemo(() => new Map(tenants?.map(({ tenant_id, name }) => [tenant_id, name])), [tenants]);
}

/** Which roles who is signed in holds. Without sign-in there is one operator, who is admin of the one tenant. */
export function useHolds(): (role: RouteRole) => boolean {
  const { data } = useMe();
  const own = isSignInOn() ? (data?.role ?? 'public') : 'admin';
  return (role) => RANK[own] >= RANK[role];
}

/** Whether who is signed in may call the route. */
export const useMay = ({ role }: Pick<RouteContract, 'role'>): boolean => useHolds()(role);
