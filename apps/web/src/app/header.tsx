import { Button } from '@aoc/web/ui';
import { Link } from '@tanstack/react-router';
import { ListFilter, Moon, RadioTower, Sun } from 'lucide-react';
import { setTheme, setZone, useTheme, useZone } from '../shared/preferences';
import { Brand } from './brand';
import { HealthLight } from './health-light';

const TABS = [
  { to: '/events', label: 'Events', Icon: ListFilter },
  { to: '/sources', label: 'Sources', Icon: RadioTower },
] as const;

const tab = 'flex h-8.5 items-center gap-2 rounded-md px-2.5 transition-colors';

export function Header() {
  const theme = useTheme();
  const zone = useZone();
  const otherTheme = theme === 'dark' ? 'light' : 'dark';
  const otherZone = zone === 'utc' ? 'local' : 'utc';
  return (
    <header className="flex h-13 shrink-0 items-center gap-1 border-b border-line bg-surface px-3 sm:gap-3 sm:px-4">
      <Brand />
      <nav aria-label="Screens" className="ml-1 flex items-center gap-0.5 sm:ml-4">
        {TABS.map(({ to, label, Icon }) => (
          <Link
            key={to}
            to={to}
            className={tab}
            inactiveProps={{ className: 'text-soft hover:bg-hover hover:text-ink' }}
            activeProps={{ className: 'bg-raised font-medium text-ink' }}
          >
            <Icon aria-hidden className="size-4 max-sm:hidden" />
            {label}
          </Link>
        ))}
      </nav>
      <div className="ml-auto flex items-center gap-0.5">
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
        <Button variant="ghost" size="icon" onClick={() => setTheme(otherTheme)} aria-label={`Use the ${otherTheme} theme`}>
          {theme === 'dark' ? <Sun aria-hidden className="size-4" /> : <Moon aria-hidden className="size-4" />}
        </Button>
      </div>
    </header>
  );
}
