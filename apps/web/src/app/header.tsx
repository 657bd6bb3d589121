import { BellRing, Button, Kbd, ListFilter, MessageCircleQuestion, Moon, RadioTower, ScrollText, Search, Settings, Sun } from '@aoc/web/ui';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { isSignInOn } from '../shared/api/access';
import { useFeatures } from '../shared/api/features';
import { setTheme, setZone, useTheme, useZone } from '../shared/preferences';
import { useMediaQuery } from '../shared/use-media-query';
import { Brand } from './brand';
import { HealthLight } from './health-light';

// What it needs of the contracts is not part of the first load.
const UserMenu = lazy(async () => ({ default: (await import('./user-menu')).UserMenu }));
const TenantSwitcher = lazy(async () => ({ default: (await import('./tenant-switcher')).TenantSwitcher }));
const AlertBadge = lazy(async () => ({ default: (await import('./alert-badge')).AlertBadge }));

const TABS = [
  { to: '/events', label: 'Events', Icon: ListFilter },
  { to: '/alerts', label: 'Alerts', Icon: BellRing },
  { to: '/rules', label: 'Rules', Icon: ScrollText },
  { to: '/sources', label: 'Sources', Icon: RadioTower },
  { to: '/ask', label: 'Ask', Icon: MessageCircleQuestion },
] as const;

const tab = 'relative flex h-8.5 items-center gap-2 rounded-md px-2 transition-colors sm:px-2.5';

export function Header({ onPalette }: { onPalette: () => void }) {
  const theme = useTheme();
  const zone = useZone();
  const canAsk = useFeatures().data?.ai_features_enabled === true;
  const otherTheme = theme === 'dark' ? 'light' : 'dark';
  const otherZone = zone === 'utc' ? 'local' : 'utc';
  // Which tenant is shown is never hidden: where the bar has no room for it, it stands below.
  const isWide = useMediaQuery('(min-width: 64rem)');
  const switcher = <Suspense>{isSignInOn() && <TenantSwitcher wide={isWide} />}</Suspense>;
  return (
    <header className="shrink-0 border-b border-line bg-surface">
      <div className="flex h-13 items-center gap-1 px-3 sm:gap-3 sm:px-4">
        <Brand />
        {isWide && switcher}
        <nav aria-label="Screens" className="ml-1 flex items-center gap-0.5 sm:ml-4">
          {TABS.filter(({ to }) => to !== '/ask' || canAsk).map(({ to, label, Icon }) => (
            <Link
              key={to}
              to={to}
              title={label}
              className={tab}
              inactiveProps={{ className: 'text-soft hover:bg-hover hover:text-ink' }}
              activeProps={{ className: 'bg-raised font-medium text-ink' }}
            >
              <Icon aria-hidden className="size-4" />
              <span className="max-lg:sr-only">{label}</span>
              <Suspense>{to === '/alerts' && <AlertBadge />}</Suspense>
            </Link>
          ))}
        </nav>
        <button
          type="button"
          onClick={onPalette}
          className="ml-auto flex h-8.5 min-w-8.5 items-center overflow-hidden justify-center gap-2 rounded-md border border-line-strong/70 px-2 text-[0.8125rem] text-soft transition-colors hover:bg-hover hover:text-ink md:w-64 md:justify-start md:bg-ground"
        >
          <Search aria-hidden className="size-4 shrink-0 text-faint" />
          <span className="flex-1 truncate text-left max-md:sr-only">Go to, do, search…</span>
          <span aria-hidden className="flex gap-1 max-lg:hidden">
            <Kbd>Ctrl</Kbd>
            <Kbd>K</Kbd>
          </span>
        </button>
        <div className="flex shrink-0 items-center gap-0.5">
          <HealthLight />
          <Button
            variant="ghost"
            className="px-2 font-mono text-xs max-[26rem]:hidden"
            onClick={() => setZone(otherZone)}
            aria-label={`Times are ${zone === 'utc' ? 'UTC' : 'local'}; show ${otherZone === 'utc' ? 'UTC' : 'local time'}`}
            title={zone === 'utc' ? 'Times are UTC' : 'Times are in your time zone'}
          >
            {zone === 'utc' ? 'UTC' : 'Local'}
          </Button>
          <Link
            to="/settings/notifications"
            aria-label="Settings"
            title="Settings: notifications, API keys, tenants, audit trail"
            className="grid size-8.5 place-items-center rounded-md text-soft transition-colors hover:bg-hover hover:text-ink"
            activeProps={{ className: 'bg-raised text-ink' }}
          >
            <Settings aria-hidden className="size-4" />
          </Link>
          {/* On the narrowest screens the palette has it: there is no room for both. */}
          <Button
            variant="ghost"
            size="icon"
            className="max-[26rem]:hidden"
            onClick={() => setTheme(otherTheme)}
            aria-label={`Use the ${otherTheme} theme`}
          >
            {theme === 'dark' ? <Sun aria-hidden className="size-4" /> : <Moon aria-hidden className="size-4" />}
          </Button>
          <Suspense>{isSignInOn() && <UserMenu />}</Suspense>
        </div>
      </div>
      {!isWide && switcher}
    </header>
  );
}
