import { auditRoutes, identityRoutes, notificationRoutes, tenantRoutes, type RouteContract } from '@aoc/contracts';
import { EmptyState, Lock } from '@aoc/web/ui';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useHolds } from './api/me';
import { needsRole } from './role-words';
import { useTitle } from './use-title';

const PAGES = [
  { to: '/settings/notifications', label: 'Notifications', route: notificationRoutes.listChannels },
  { to: '/settings/api-keys', label: 'API keys', route: identityRoutes.listApiKeys },
  { to: '/settings/tenants', label: 'Tenants', route: tenantRoutes.listTenants },
  { to: '/settings/audit-trail', label: 'Audit trail', route: auditRoutes.listAuditTrail },
] as const;

interface SettingsPageProps {
  title: string;
  /** What the page cannot do without. */
  route: Pick<RouteContract, 'role'>;
  /** Shown to who may call `route`; a function, so that nobody else asks the API for it. */
  children: () => ReactNode;
}

/** One page of the settings and the way to the others. */
export function SettingsPage({ title, route, children }: SettingsPageProps) {
  useTitle(title);
  const holds = useHolds();
  return (
    <div className="relative min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-384 flex-col gap-6 px-3 py-5 sm:px-6">
        <nav aria-label="Settings" className="-mb-2 flex flex-wrap gap-1 border-b border-line pb-2">
          {PAGES.filter((page) => holds(page.route.role)).map(({ to, label }) => (
            <Link
              key={to}
              to={to}
              className="flex h-8 items-center rounded-md px-2.5 text-[0.8125rem] transition-colors"
              inactiveProps={{ className: 'text-soft hover:bg-hover hover:text-ink' }}
              activeProps={{ className: 'bg-surface font-medium text-ink shadow-[inset_0_0_0_1px_var(--line)]' }}
            >
              {label}
            </Link>
          ))}
        </nav>
        <h1 className="text-xl font-semibold">{title}</h1>
        {holds(route.role) ? (
          children()
        ) : (
          <EmptyState icon={Lock} title="You may not see this">
            {needsRole(route)}
          </EmptyState>
        )}
      </div>
    </div>
  );
}
