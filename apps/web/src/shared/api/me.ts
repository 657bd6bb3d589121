import { identityRoutes, type RouteContract, type RouteRole } from '@aoc/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { isSignInOn } from './access';
import { callApi } from './call-api';

const meQuery = queryOptions({
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
  return data.tenants.find(({ tenant_id }) => tenant_id === data.tenant_id)?.name ?? data.tenant_id;
}

/** Which roles who is signed in holds. Without sign-in there is one operator, who is admin of the one tenant. */
export function useHolds(): (role: RouteRole) => boolean {
  const { data } = useMe();
  const own = isSignInOn() ? (data?.role ?? 'public') : 'admin';
  return (role) => RANK[own] >= RANK[role];
}

/** Whether who is signed in may call the route. */
export const useMay = ({ role }: Pick<RouteContract, 'role'>): boolean => useHolds()(role);
