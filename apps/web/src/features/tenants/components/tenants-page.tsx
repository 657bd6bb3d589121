import { tenantRoutes, type TenantAnswer } from '@aoc/contracts';
import { Building2, Button, EmptyState, Plus, Skeleton } from '@aoc/web/ui';
import { useState } from 'react';
import { useMay } from '../../../shared/api/me';
import { CARD, PageSection } from '../../../shared/page-section';
import { ProblemState } from '../../../shared/problem-notice';
import { SettingsPage } from '../../../shared/settings-page';
import { useTenants } from '../api/list-tenants';
import { LicenceState } from './licence-state';
import { TenantCard } from './tenant-card';
import { TenantForm } from './tenant-form';

function Tenants() {
  const { data, error, isPending, refetch } = useTenants();
  const [editing, setEditing] = useState<TenantAnswer | 'new' | null>(null);
  const mayCreate = useMay(tenantRoutes.createTenant);
  const create = mayCreate && (
    <Button variant="primary" onClick={() => setEditing('new')}>
      <Plus aria-hidden className="size-4" /> New tenant
    </Button>
  );
  return (
    <>
      <PageSection title="Tenants that are collected" note="Each with its own credentials, sources and times." actions={create}>
        {isPending && <Skeleton className="h-40" />}
        {error && !data && <ProblemState error={error} onRetry={() => void refetch()} />}
        {data?.items.length === 0 && (
          <div className={CARD}>
            <EmptyState icon={Building2} title="There is no tenant yet" action={create} />
          </div>
        )}
        {data && data.items.length > 0 && (
          <ul aria-label="Tenants" className="grid gap-4 md:grid-cols-2 2xl:grid-cols-3">
            {data.items.map((tenant) => (
              <TenantCard key={tenant.tenant_id} tenant={tenant} onEdit={() => setEditing(tenant)} />
            ))}
          </ul>
        )}
      </PageSection>
      <LicenceState />
      {editing !== null && <TenantForm stored={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </>
  );
}

/** Tenants and the licence that more than one of them needs. */
export function TenantsPage() {
  return (
    <SettingsPage title="Tenants" route={tenantRoutes.listTenants}>
      {() => <Tenants />}
    </SettingsPage>
  );
}
