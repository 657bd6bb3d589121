import type { Branding } from '@aoc/contracts';
import { useQuery } from '@tanstack/react-query';
import { showsAllTenants } from './all-tenants';
import { meQuery } from './me';

/** Name, colour and logo of the tenant that is shown; null for those of AOC. Asked for without sign-in too. */
export function useBranding(): Branding | null {
  const { data } = useQuery(meQuery);
  return showsAllTenants() ? null : (data?.branding ?? null);
}
