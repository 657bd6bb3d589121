import { Building2, EmptyState } from '@aoc/web/ui';
import { useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { showsAllTenants } from '../shared/api/all-tenants';

/** Screens that can show all tenants at once. */
const ACROSS = /^\/(?:$|events|alerts|incidents|sources|settings\/tenants)(?:\/|$)?/;

export const canShowAllTenants = (path: string): boolean => ACROSS.test(path);

/** A screen, unless it is kept per tenant and all tenants are shown. */
export function OneTenantOnly({ children }: { children: ReactNode }) {
  const path = useLocation({ select: ({ pathname }) => pathname });
  if (!showsAllTenants() || canShowAllTenants(path)) return children;
  return (
    <EmptyState icon={Building2} title="This is kept per tenant">
      All tenants are shown now. Choose one of them above to see and change its own.
    </EmptyState>
  );
}
