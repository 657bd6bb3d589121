import { identityRoutes, type RouteContract, type RouteRole } from '@aoc/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { isSignInOn } from './access';
import { callApi } from './call-api';

const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => callApi(identityRoutes.me, {}, signal),
  staleTime: 5 * 60_000,
});

/** Who is signed in; nothing is asked while sign-in is off. */
export const useMe = () => useQuery({ ...meQuery, enabled: isSignInOn() });

const RANK: Readonly<Record<RouteRole, number>> = { public: 0, viewer: 1, analyst: 2, admin: 3, msp_admin: 4 };

/** Whether who is signed in may call the route. Without sign-in there is one operator, who may do everything. */
export function useMay({ role }: Pick<RouteContract, 'role'>): boolean {
  const { data } = useMe();
  return data === undefined ? !isSignInOn() : RANK[data.role] >= RANK[role];
}
