import { Building2 } from '@aoc/web/ui';
import { showsAllTenants } from './api/all-tenants';
import { useTenantNames } from './api/me';

/** Of which tenant a row is, where rows of several are shown; else nothing. */
export function TenantLabel({ id }: { id: string }) {
  const name = useTenantNames().get(id) ?? id;
  if (!showsAllTenants()) return null;
  return (
    <span data-tenant={id} title={`${name} (${id})`} className="flex max-w-44 min-w-0 items-center gap-1 text-xs text-soft">
      <Building2 aria-hidden className="size-3 shrink-0 text-faint" />
      <bdi className="truncate">{name}</bdi>
    </span>
  );
}
