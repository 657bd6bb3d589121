import type { Me } from '@aoc/contracts';
import { Building2, Button, Check, ChevronsUpDown, cx, Popover } from '@aoc/web/ui';
import { useLocation } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { useMe, useTenantName } from '../shared/api/me';
import { showsAllTenants } from '../shared/api/all-tenants';
import { ALL_TENANTS, tenantAddress } from '../shared/api/tenant';
import { count } from '../shared/numbers';
import { usePreference } from '../shared/preferences';
import { findTenants, tenantIdLine } from '../shared/find-tenants';
import { canShowAllTenants } from './one-tenant-only';

const RECENT = 5;

function Choices({ me, recent, onChoose }: { me: Me; recent: string[]; onChoose: (tenant: string) => void }) {
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const id = useId();
  const found = findTenants(me.tenants, text, recent);
  const { more } = found;
  const all = { tenant_id: ALL_TENANTS, name: `All ${count(me.tenants.length)} tenants` };
  // Rarely what somebody wants who types a name.
  const shown = text.trim() === '' || 'all tenants'.startsWith(text.trim().toLowerCase()) ? [all, ...found.shown] : found.shown;
  const shownNow = showsAllTenants() ? ALL_TENANTS : me.tenant_id;
  const current = Math.min(active, shown.length - 1);
  const move = (step: number) => setActive((current + step + shown.length) % Math.max(1, shown.length));
  const chosen = shown[current];
  return (
    <>
      <input
        autoFocus
        role="combobox"
        aria-expanded
        aria-controls={id}
        aria-activedescendant={chosen && `${id}-${current}`}
        aria-label="Find a tenant"
        placeholder={`Find one of ${count(me.tenants.length)} tenants…`}
        className="aoc-field aoc-field-line w-full"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') move(1);
          else if (event.key === 'ArrowUp') move(-1);
          else if (event.key === 'Enter' && chosen) onChoose(chosen.tenant_id);
          else return;
          event.preventDefault();
        }}
      />
      <ul id={id} role="listbox" aria-label="Tenants" className="mt-2 max-h-[min(22rem,50vh)] overflow-y-auto">
        {shown.map((tenant, index) => (
          <li
            key={tenant.tenant_id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === current}
            ref={index === current ? (node) => node?.scrollIntoView({ block: 'nearest' }) : undefined}
            className={cx('flex min-h-10 cursor-pointer items-center gap-2 rounded-md px-2 py-1', index === current && 'bg-hover')}
            onClick={() => onChoose(tenant.tenant_id)}
            onMouseMove={() => setActive(index)}
          >
            <span className="min-w-0 flex-1">
              <bdi className="block truncate">{tenant.name}</bdi>
              <span className={cx('block truncate text-2xs text-soft', tenant !== all && 'font-mono')}>
                {tenant === all ? 'Events, alerts and sources, to read and to triage' : tenantIdLine(tenant)}
              </span>
            </span>
            {tenant.tenant_id === shownNow && (
              <>
                <Check aria-hidden className="size-4 shrink-0 text-accent" />
                <span className="sr-only">shown now</span>
              </>
            )}
          </li>
        ))}
      </ul>
      <p role="status" className="px-2 pt-1.5 text-xs text-soft empty:hidden">
        {shown.length === 0 ? 'No tenant has such a name or id.' : more > 0 ? `${count(more)} more: type to find them.` : ''}
      </p>
    </>
  );
}

/** Names the tenant that is shown and leads to others; nothing for who has only one. Not `wide`: a bar of its own. */
export function TenantSwitcher({ wide }: { wide: boolean }) {
  const { data: me } = useMe();
  const name = useTenantName();
  const [stored, setStored] = usePreference('tenants.recent');
  const path = useLocation({ select: ({ pathname }) => pathname });
  if (!me || name === null) return null;
  const recent = (stored ?? '').split(' ').filter(Boolean);
  // A new document instead of emptied caches: no query, stream, draft or selection of the tenant left behind can outlive it.
  const choose = (tenant: string) => {
    if (tenant !== ALL_TENANTS) setStored([tenant, ...recent.filter((one) => one !== tenant)].slice(0, RECENT).join(' '));
    const [, screen = 'events'] = path.split('/');
    const same = screen === 'settings' ? path : `/${screen === 'incidents' ? 'alerts' : screen}`;
    location.assign(tenantAddress(tenant === ALL_TENANTS && !canShowAllTenants(same) ? '/events' : same, tenant));
  };
  return (
    <div className={wide ? 'flex min-w-32 shrink-0' : 'border-t border-line px-1.5 py-0.5 sm:px-2'}>
      <Popover
        label="Switch tenant"
        className="w-88"
        trigger={(props) => (
          <Button
            variant="ghost"
            aria-label={`Tenant ${name}: switch to another`}
            title={showsAllTenants() ? name : `${name} (${me.tenant_id})`}
            className={cx('min-w-0 gap-2 px-2', wide ? 'max-w-48 2xl:max-w-56' : 'w-full')}
            {...props}
          >
            <Building2 aria-hidden className="size-4 shrink-0 text-faint" />
            <bdi className="min-w-0 flex-1 truncate text-left font-medium">{name}</bdi>
            <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-faint" />
          </Button>
        )}
      >
        {(close) => (
          <Choices
            me={me}
            recent={recent}
            onChoose={(tenant) => {
              close();
              if (tenant !== (showsAllTenants() ? ALL_TENANTS : me.tenant_id)) choose(tenant);
            }}
          />
        )}
      </Popover>
    </div>
  );
}
