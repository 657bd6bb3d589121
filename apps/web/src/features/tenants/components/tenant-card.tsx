import { tenantRoutes, type TenantAnswer } from '@aoc/contracts';
import { Badge, Button, Dialog, Pencil, PlugZap, Power, Trash2 } from '@aoc/web/ui';
import { useState } from 'react';
import { useMay } from '../../../shared/api/me';
import { tenantIdLine } from '../../../shared/find-tenants';
import { Instant } from '../../../shared/instant';
import { CARD } from '../../../shared/page-section';
import { ProblemNotice } from '../../../shared/problem-notice';
import { SOURCE_NAMES } from '../../../shared/source-status';
import { useCheckTenant } from '../api/check-tenant';
import { useChangeTenant } from '../api/save-tenant';
import { privacyWords } from '../model/tenant-draft';
import { EraseDialog } from './erase-dialog';
import { OnboardingCheck } from './onboarding-check';

function DisableDialog({ tenant, onClose }: { tenant: TenantAnswer; onClose: () => void }) {
  const change = useChangeTenant(tenant.tenant_id);
  return (
    <Dialog
      onClose={onClose}
      title={`Disable “${tenant.name}”?`}
      description="Nothing is fetched any more and nobody of it may sign in. What is stored stays, and it can be enabled again."
    >
      {change.error && <ProblemNotice error={change.error} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Leave it on</Button>
        <Button variant="primary" disabled={change.isPending} onClick={() => change.mutate({ enabled: false }, { onSuccess: onClose })}>
          Disable the tenant
        </Button>
      </div>
    </Dialog>
  );
}

function Facts({ tenant }: { tenant: TenantAnswer }) {
  const { sources, interval_minutes: interval, retention_days: retention, working_time: work } = tenant;
  return (
    <ul className="flex flex-col gap-0.5 text-[0.8125rem] text-soft">
      <li>{sources === null ? 'Fetches what the installation does' : sources.map((source) => SOURCE_NAMES[source].name).join(', ')}</li>
      {interval !== null && <li>Fetched every {interval} minutes</li>}
      {retention !== null && <li>{retention === 0 ? 'Events are kept for ever' : `Events are kept for ${retention} days`}</li>}
      {work?.start !== undefined && (
        <li>
          Works from {work.start} to {work.end} ({work.time_zone})
        </li>
      )}
      {tenant.privacy && <li>{privacyWords(tenant.privacy)}</li>}
      {tenant.notification_defaults && <li>Has notification defaults</li>}
      {tenant.branding && (
        <li className="flex items-center gap-1.5">
          Shown as <bdi className="font-medium text-ink">{tenant.branding.name ?? 'AOC'}</bdi>
          {tenant.branding.accent !== null && (
            <span aria-hidden className="size-3 rounded-full border border-line" style={{ background: tenant.branding.accent }} />
          )}
        </li>
      )}
      <li>{tenant.has_secret ? 'Has credentials' : 'Has no credentials yet'}</li>
      <li>
        Registered <Instant at={tenant.created_at} short />
        {tenant.origin === 'environment' && ' by TENANT_ID of the environment'}
      </li>
    </ul>
  );
}

/** One tenant: its state, its settings, and whether its sources can be read. */
export function TenantCard({ tenant, onEdit }: { tenant: TenantAnswer; onEdit: () => void }) {
  const check = useCheckTenant(tenant.tenant_id);
  const change = useChangeTenant(tenant.tenant_id);
  const mayChange = useMay(tenantRoutes.changeTenant);
  const mayErase = useMay(tenantRoutes.eraseTenant) && !tenant.enabled && tenant.origin === 'registered';
  const [disabling, setDisabling] = useState(false);
  const [erasing, setErasing] = useState(false);
  return (
    <li data-tenant={tenant.tenant_id} className={`${CARD} flex min-w-0 flex-col gap-3 p-4`}>
      <div>
        <h3 className="flex flex-wrap items-center gap-2 font-semibold [overflow-wrap:anywhere]">
          <bdi>{tenant.name}</bdi>
          <Badge tone={tenant.enabled ? 'good' : 'warn'}>{tenant.enabled ? 'Enabled' : 'Disabled'}</Badge>
        </h3>
        <p className="font-mono text-xs text-soft [overflow-wrap:anywhere]">{tenantIdLine(tenant)}</p>
      </div>
      <Facts tenant={tenant} />
      {change.error && <ProblemNotice error={change.error} />}
      {check.error && <ProblemNotice error={check.error} />}
      {check.data && <OnboardingCheck check={check.data} />}
      <div className="mt-auto flex flex-wrap gap-1.5">
        <Button size="sm" disabled={check.isPending} onClick={() => check.mutate()}>
          <PlugZap aria-hidden className="size-3.5" /> {check.isPending ? 'Checking…' : 'Check the sources'}
        </Button>
        {mayChange && (
          <>
            <Button size="sm" variant="ghost" onClick={onEdit}>
              <Pencil aria-hidden className="size-3.5" /> Edit
            </Button>
            <Button
              size="sm"
              variant="ghost"
              disabled={change.isPending}
              onClick={() => (tenant.enabled ? setDisabling(true) : change.mutate({ enabled: true }))}
            >
              <Power aria-hidden className="size-3.5" /> {tenant.enabled ? 'Disable' : 'Enable'}
            </Button>
          </>
        )}
        {mayErase && (
          <Button size="sm" variant="ghost" className="text-bad" onClick={() => setErasing(true)}>
            <Trash2 aria-hidden className="size-3.5" /> Erase
          </Button>
        )}
      </div>
      {erasing && <EraseDialog tenant={tenant} onClose={() => setErasing(false)} />}
      {disabling && <DisableDialog tenant={tenant} onClose={() => setDisabling(false)} />}
    </li>
  );
}
