import { useEffect } from 'react';
import { useTenantName } from './api/me';

/** Title of the browser tab while a screen is shown; with the tenant, where there are several. */
export function useTitle(title: string): void {
  const tenant = useTenantName();
  useEffect(() => {
    document.title = [title, tenant, 'AOC'].filter((part) => part !== null).join(' · ');
  }, [title, tenant]);
}
